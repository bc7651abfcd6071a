import type { DataSource } from 'typeorm';

/** Tables, indexes and keys as the database names them and describes them, without TypeORM's own. */
export async function namesIn(dataSource: DataSource): Promise<string[]> {
  const sql: Record<string, string> = {
    postgres: `select indexdef as name from pg_indexes where schemaname not in ('pg_catalog', 'information_schema')
      union all select format('%s.%s %s', table_schema, table_name, column_name) from information_schema.columns
      where table_schema not in ('pg_catalog', 'information_schema')
      union all select typname from pg_type where typtype in ('e', 'd') and typnamespace = 'public'::regnamespace`,
    mariadb: `select concat(table_name, ' ', index_name, ' ', column_name) as name from information_schema.statistics where table_schema = database()
      union all select concat(table_name, ' ', column_name, ' ', column_type) from information_schema.columns where table_schema = database()`,
    'better-sqlite3': "select coalesce(sql, name) as name from sqlite_master where name not like 'sqlite_%'",
  };
  const rows = await dataSource.query<{ name: string }[]>(sql[dataSource.options.type] ?? '');
  return rows
    .map(({ name }) => name)
    .filter((name) => !/migrations/.test(name))
    .toSorted();
}
