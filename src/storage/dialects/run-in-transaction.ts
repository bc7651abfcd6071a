import type { Connection, Statement, StatementResult } from './dialect.js';

/** `Connection.runTogether`, for databases that are told to begin, commit and roll back. */
export async function runInTransaction(
  connection: Pick<Connection, 'run' | 'discard'>,
  statements: Iterable<Statement>,
): Promise<StatementResult[] | null> {
  const tell = (sql: string) => connection.run({ sql, parameters: [] });
  await tell('BEGIN');
  try {
    const results: StatementResult[] = [];
    for (const statement of statements) {
      const result = await connection.run(statement);
      if (results.length === 0 && result.affected === 0) {
        await tell('ROLLBACK');
        return null;
      }
      results.push(result);
    }
    await tell('COMMIT');
    return results;
  } catch (error) {
    // A connection that cannot even roll back must not go back to the host's pool with its transaction open.
    await tell('ROLLBACK').catch(() => connection.discard());
    throw error;
  }
}
