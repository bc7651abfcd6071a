import { equalThenNewest, type ReadPlans, unionOfRanges } from './read-plans.js';

export const MARIADB_PLANS: ReadPlans = {
  from: (table, index) => `${table.path} FORCE INDEX (${table.index(index)})`,
  byTime: (table, bounds) => `FROM ${table.path} FORCE INDEX (PRIMARY) WHERE ${bounds}`,
  aside: (column) => column,
  newest: equalThenNewest,
  lookUp(ids, table) {
    const id = table.column('id');
    return `(${ids}) r STRAIGHT_JOIN ${table.path} e FORCE INDEX (PRIMARY) ON e.${id} = r.${id}`;
  },
  rowsOfEach: (text, ranges, rows) => unionOfRanges(text, ranges, rows, (select) => `(${select})`),
};
