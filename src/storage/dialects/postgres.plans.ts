import { arrayLiteral } from './array-literal.js';
import type { ReadPlans } from './read-plans.js';

const asBytes = (column: string): string => `${column} COLLATE "C"`;

/**
 * PostgreSQL takes no hints. Where an order is asked for that only one index has, it is read by that index, whatever
 * the planner makes of the statistics.
 */
export const POSTGRES_PLANS: ReadPlans = {
  from: (table) => table.path,

  // Sorted as a whole, so that conditions which few rows meet do not make a scan of the table look cheap.
  byTime: (table, bounds) =>
    `FROM (SELECT * FROM ${table.path} WHERE ${bounds} ORDER BY ${table.column('id')} DESC OFFSET 0) w WHERE 1 = 1`,

  aside: (column) => `(${column} || '') COLLATE "C"`,

  // With `user_id = x` the order would be that of the id alone, which the primary key has too: so the last column
  // stands in one comparison with the id. Of more columns PostgreSQL reads an index to the end of the first one's
  // value, so those before the last are compared by themselves.
  newest(text, equal, id, { from, below }) {
    const before = equal.slice(0, -1);
    const [column, value] = equal.at(-1) as (typeof equal)[number];
    const last = `(${asBytes(column)}, ${id})`;
    const at = (bound: string) => `(${value()}, ${text.value(bound)})`;
    return {
      where: [
        ...before.map(([name, other]) => `${asBytes(name)} = ${other()}`),
        `${last} >= ${at(from)}`,
        `${last} < ${at(below)}`,
      ].join(' AND '),
      orderBy: [...equal.map(([name]) => asBytes(name)), id].map((part) => `${part} DESC`).join(', '),
    };
  },

  // OFFSET 0 keeps the subquery as it is: joined freely, the whole table might be read once instead.
  lookUp(ids, table) {
    const id = table.column('id');
    return `(${ids}) r CROSS JOIN LATERAL (SELECT * FROM ${table.path} t WHERE t.${id} = r.${id} OFFSET 0) e`;
  },

  rowsOfEach(text, ranges, rows) {
    const firsts = text.value(arrayLiteral(ranges.map(({ first }) => first)));
    const lasts = text.value(arrayLiteral(ranges.map(({ last }) => last)));
    const ofOne = rows(
      () => 'k.first_key',
      () => 'k.last_key',
    );
    return (
      `SELECT ${asBytes('k.first_key')} AS first_key, a.* FROM unnest(${firsts}::text[], ${lasts}::text[]) AS k(first_key, last_key) ` +
      `CROSS JOIN LATERAL (SELECT ${ofOne}) a`
    );
  },
};
