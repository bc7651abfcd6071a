import type { DataSource } from 'typeorm';

/** The action that the database itself refuses after `forbid`. */
export const FORBIDDEN = 'forbidden';

const TELLTALE = 'user secret-7 from 4cb007107';

/** PostgreSQL repeats the whole row by itself; the others are made to say it. */
const SQL: Readonly<Record<string, string>> = {
  postgres: `alter table audit_trail_entry add constraint refused check (action <> '${FORBIDDEN}')`,
  mariadb: `create trigger refused before insert on audit_trail_entry for each row
    if new.action = '${FORBIDDEN}' then signal sqlstate '45000' set message_text = '${TELLTALE}'; end if`,
  'better-sqlite3': `create trigger refused before insert on audit_trail_entry when new.action = '${FORBIDDEN}'
    begin select raise(abort, '${TELLTALE}'); end`,
};

/** The code with which the database refuses it. */
export const REFUSED_WITH = {
  postgres: '23514',
  mariadb: 'ER_SIGNAL_EXCEPTION',
  'better-sqlite3': 'SQLITE_CONSTRAINT_TRIGGER',
} as const;

/** Makes the database refuse one action, with an error of its own that repeats what was to be written. */
export async function forbid(dataSource: DataSource): Promise<void> {
  await dataSource.query(SQL[dataSource.options.type] ?? '');
}
