import { createHash } from 'node:crypto';
import { errorFields } from './error-fields.js';

/** "Prepared statement does not exist" and "already exists". */
const NOT_KEPT = new Set(['26000', '42P05']);

/**
 * The names under which a connection to PostgreSQL keeps its statements prepared. A pooler that hands each
 * transaction to another server connection may not keep them (PgBouncer before 1.21, and with
 * `max_prepared_statements = 0`). The statement has not run then, and is sent again without a name, as are all that
 * follow.
 */
export class PreparedNames {
  private readonly names = new Map<string, string>();
  private kept = true;

  /** Made of the text, since behind a pooler several applications share a server connection. */
  of(sql: string): string | undefined {
    if (!this.kept) return undefined;
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    const name = `audit_trail_${createHash('sha256').update(sql).digest('hex').slice(0, 32)}`;
    this.names.set(sql, name);
    return name;
  }

  /** Whether an error of a statement with a name says that names are not kept; from then on there are none. */
  areRefused(error: unknown): boolean {
    const { code } = errorFields(error);
    if (code === undefined || !NOT_KEPT.has(code)) return false;
    this.kept = false;
    return true;
  }
}
