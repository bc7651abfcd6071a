import type { Dialect } from '../dialects/dialect.js';
import type { IdBounds } from '../dialects/read-plans.js';
import type { StatementText } from '../statement-text.js';
import type { TableNames } from '../table-names.js';

/** Which entries of a user: the newest `limit` within the bounds. `userId` writes the placeholder of the user's id. */
export interface UserEntries {
  readonly userId: () => string;
  readonly bounds: IdBounds;
  readonly limit: number;
}

/** What follows SELECT: these properties of the newest entries of a user, under their column names. */
export function newestOfUser(
  dialect: Dialect,
  table: TableNames,
  text: StatementText,
  { userId, bounds, limit }: UserEntries,
  properties: readonly string[],
): string {
  const { plans } = dialect;
  const equal = [[table.column('userId'), userId]] as const;
  const { where, orderBy } = plans.newest(text, equal, table.column('id'), bounds);
  const columns = properties.map((property) => table.column(property)).join(', ');
  return `${columns} FROM ${plans.from(table, ['userId', 'id'])} WHERE ${where} ORDER BY ${orderBy} LIMIT ${limit}`;
}
