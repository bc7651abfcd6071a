import type { DataSource, EntityMetadata } from 'typeorm';
import type { Dialect } from '../dialects/dialect.js';
import type { StatementText } from '../statement-text.js';

type ColumnMetadata = EntityMetadata['columns'][number];

/** How a host keeps a point in time. */
export type TimeKind = 'number' | 'date' | 'text';

/** Below it a number counts seconds since 1970, from it on milliseconds: the year 5138, or 1973. */
const LEAST_MILLISECONDS = 100_000_000_000;
const NUMBERS =
  /^((unsigned )?(tiny|small|medium|big )?int|bigint|numeric|dec|fixed|double|float|real|number)/;
/** A day in ISO 8601, with which every point in time begins. */
const DAY_PATTERN = `'____-__-__%'`;

/** `null` for a type that holds no point in time. */
export function timeKindOf(dataSource: DataSource, { type }: ColumnMetadata): TimeKind | null {
  const name = dataSource.driver.normalizeType({ type }).toLowerCase();
  if (/^(date|timestamp)/.test(name)) return 'date';
  if (NUMBERS.test(name)) return 'number';
  return /char|text|string/.test(name) ? 'text' : null;
}

/** The condition that a column has this time or an earlier one. A day without a time counts as its first moment. */
export function isAtOrBefore(
  { dialect, dataSource }: { readonly dialect: Dialect; readonly dataSource: DataSource },
  quoted: string,
  column: ColumnMetadata,
  kind: TimeKind,
  time: Date,
  text: StatementText,
): string {
  const ms = time.getTime();
  if (kind === 'number') {
    // Written out, since a parameter would take the type of a column that may be too narrow for milliseconds.
    return `(${quoted} <= ${Math.floor(ms / 1000)} OR (${quoted} >= ${LEAST_MILLISECONDS} AND ${quoted} <= ${ms}))`;
  }
  if (kind === 'date') {
    // The host's transformer makes what its code reads, the driver what the database does.
    const plain = Object.create(column, { transformer: { value: undefined } }) as ColumnMetadata;
    return `${quoted} <= ${text.value(dataSource.driver.preparePersistentValue(time, plain))}`;
  }
  const written = dialect.indexedText(`REPLACE(${quoted}, ' ', 'T')`);
  return `(${quoted} LIKE ${DAY_PATTERN} AND ${written} <= ${text.value(time.toISOString())})`;
}

/** The condition that a column holds what cannot be read as a time; `null` where its type leaves no other choice. */
export function isUnreadable(quoted: string, kind: TimeKind): string | null {
  return kind === 'text' ? `${quoted} NOT LIKE ${DAY_PATTERN}` : null;
}
