import type { ColumnOptions } from 'typeorm';

/** PostgreSQL, MariaDB and SQLite share no type for a point in time: milliseconds outside, a `Date` inside. */
export const POINT_IN_TIME: ColumnOptions = {
  type: 'bigint',
  transformer: {
    to: (date: Date | null) => date?.getTime() ?? null,
    from: (stored: string | number | null) => (stored === null ? null : new Date(Number(stored))),
  },
};
