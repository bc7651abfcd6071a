import type { RecordedEntry } from '../recorded-entry.js';

/** Something that is stored about a person; each is whole and stands for itself. */
export type PersonalRecord =
  | ({
      /** An action of the person, or an attempt that failed. */
      readonly kind: 'entry';
    } & Readonly<RecordedEntry>)
  | {
      /** Staff looked something up and named the person; by whom is not said. */
      readonly kind: 'lookup';
      readonly at: Date;
      /** Addresses in it stand as `[address]`. */
      readonly reason: string;
    }
  | {
      /** A network of the person was blocked; by whom is not said. */
      readonly kind: 'block';
      readonly id: string;
      /** Canonical CIDR notation. */
      readonly range: string;
      readonly effect: 'deny' | 'deny-sign-up' | 'allow';
      /** Addresses in it stand as `[address]`. */
      readonly reason: string;
      readonly createdAt: Date;
      readonly expiresAt: Date | null;
      readonly liftedAt: Date | null;
    }
  | {
      /** An address in a column of the host's own, marked with `@StoresIp`. */
      readonly kind: 'column';
      /** The TypeORM name of the entity. */
      readonly entity: string;
      /** The property. */
      readonly column: string;
      /** Canonical text. */
      readonly ip: string;
    };
