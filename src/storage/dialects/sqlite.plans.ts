import { equalThenNewest, type ReadPlans, unionOfRanges } from './read-plans.js';

export const SQLITE_PLANS: ReadPlans = {
  from: (table, index) => `${table.path} INDEXED BY ${table.index(index)}`,
  // The index of the primary key has no name that one could rely on; conditions that stand `aside` leave no other.
  byTime: (table, bounds) => `FROM ${table.path} WHERE ${bounds}`,
  aside: (column) => `+${column}`,
  newest: equalThenNewest,
  // SQLite keeps the order of a CROSS JOIN.
  lookUp(ids, table) {
    const id = table.column('id');
    return `(${ids}) r CROSS JOIN ${table.path} e ON e.${id} = r.${id}`;
  },
  // A SELECT with a limit is no member of a compound one by itself.
  rowsOfEach: (text, ranges, rows) =>
    unionOfRanges(text, ranges, rows, (select) => `SELECT * FROM (${select})`),
};
