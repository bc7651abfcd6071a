import type { ConsoleRights } from './console-options.js';

/** The staff member who asks. */
export interface Visitor {
  readonly staffId: string;
  readonly can: Readonly<ConsoleRights>;
  /** An IANA time zone. */
  readonly zone: string;
  /** Whether the zone is the one of the browser, or was given. */
  readonly isZoneKnown: boolean;
  /** The reason that was last given in this sitting; empty at first. */
  readonly reason: string;
  /** What forms carry to show that they are ours. */
  readonly token: string;
  /** The canonical address of the visitor, if it is known; only to keep them from blocking themselves. */
  readonly ip: string | undefined;
}
