import type { DataSource } from 'typeorm';

/** Who else was on the addresses of a user, as one would write it by hand: the entries joined with themselves. */
export async function selfJoin(dataSource: DataSource, userId: string): Promise<unknown> {
  const isPostgres = dataSource.options.type === 'postgres';
  const [user, ip] = isPostgres ? ['user_id COLLATE "C"', 'ip_key COLLATE "C"'] : ['user_id', 'ip_key'];
  const sql =
    `SELECT o.user_id, COUNT(DISTINCT o.ip_key) AS shared FROM audit_trail_entry m ` +
    `JOIN audit_trail_entry o ON o.${ip} = m.${ip} AND o.user_id <> m.user_id ` +
    `WHERE m.${user} = ${isPostgres ? '$1' : '?'} GROUP BY o.user_id ORDER BY shared DESC LIMIT 50`;
  return dataSource.query(sql, [userId]);
}
