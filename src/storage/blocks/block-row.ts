/** What a rule does with an address: refuse it, refuse it where an account is made, or let it through. */
export type BlockEffect = 'deny' | 'deny-sign-up' | 'allow';

/** A new block as it is written. Times are milliseconds since 1970. */
export interface NewBlockRow {
  readonly id: string;
  readonly rangeFirst: string;
  readonly rangeLast: string;
  readonly effect: BlockEffect;
  readonly reason: string;
  readonly message: string | null;
  readonly staffId: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly importId: string | null;
  readonly userId: string | null;
}

/** A block as it is read. */
export interface BlockRow extends Omit<NewBlockRow, 'rangeFirst' | 'rangeLast'> {
  /** `null` once it has ended and the store time has passed. */
  readonly rangeFirst: string | null;
  readonly rangeLast: string | null;
  /** When it was lifted, or else `expiresAt`. */
  readonly endsAt: number | null;
  readonly liftedAt: number | null;
  readonly liftedBy: string | null;
  readonly liftReason: string | null;
  readonly hits: number;
  readonly lastHitOn: string | null;
}

/** The order in which every statement names the columns. */
export const BLOCK_PROPERTIES = [
  'id',
  'rangeFirst',
  'rangeLast',
  'effect',
  'reason',
  'message',
  'staffId',
  'createdAt',
  'expiresAt',
  'endsAt',
  'liftedAt',
  'liftedBy',
  'liftReason',
  'hits',
  'lastHitOn',
  'importId',
  'userId',
] as const satisfies readonly (keyof BlockRow)[];

const TIMES_AND_COUNTS = new Set<string>(['createdAt', 'expiresAt', 'endsAt', 'liftedAt']);

/** A row as the driver read it, its columns under `b_` and the name of the property. */
export function blockOfRow(row: Readonly<Record<string, unknown>>): BlockRow {
  const block: Record<string, unknown> = {};
  for (const property of BLOCK_PROPERTIES) {
    const value = row[aliasOf(property)] ?? null;
    // A driver may read numbers of 64 bits as text.
    block[property] = value !== null && TIMES_AND_COUNTS.has(property) ? Number(value) : value;
  }
  block['hits'] = Number(block['hits'] ?? 0);
  return block as unknown as BlockRow;
}

/** Databases fold names differently unless they are of small letters. */
export function aliasOf(property: string): string {
  return `b_${property.toLowerCase()}`;
}
