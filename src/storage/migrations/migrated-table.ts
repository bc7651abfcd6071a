import type { EntityTarget, ObjectLiteral, QueryRunner, TableColumnOptions } from 'typeorm';
import { dataSourceOf } from '../data-source.token.js';
import { dialectOf } from '../dialects/dialect-of.js';
import { metadataOf } from '../table-names.js';

/** The names that a migration gives, as the host's schema, prefix and naming strategy make them. */
export interface MigratedNames {
  readonly tablePath: string;
  column(property: string): string;
  /** The name of the index on these properties. */
  index(properties: readonly string[]): string;
}

export function namesForMigration(runner: QueryRunner, entity: EntityTarget<ObjectLiteral>): MigratedNames {
  const { name, tablePath, columns, indices } = metadataOf(dataSourceOf(runner), entity);
  const column = (property: string): string => {
    const found = columns.find(({ propertyName }) => propertyName === property);
    if (found === undefined) throw new Error(`${name} has no property ${property}`);
    return found.databaseName;
  };
  return {
    tablePath,
    column,
    index(properties) {
      const wanted = properties.map(column).join();
      const found = indices.find(
        (index) => index.columns.map(({ databaseName }) => databaseName).join() === wanted,
      );
      if (found === undefined) throw new Error(`${name} has no index on ${properties.join(', ')}`);
      return found.name;
    },
  };
}

/** Makes the columns of a migration; types are PostgreSQL's and are called as the driver calls them. */
export function migratedColumn(runner: QueryRunner, names: MigratedNames) {
  const dataSource = dataSourceOf(runner);
  const dialect = dialectOf(dataSource);
  return (
    property: string,
    { text, type, ...options }: Omit<TableColumnOptions, 'name'> & { text?: 'utf8' | 'ascii' },
  ): TableColumnOptions => ({
    ...options,
    ...(text !== undefined && dialect.comparedAsBytes(text)),
    name: names.column(property),
    type: dataSource.driver.normalizeType({ type: type as 'varchar' }),
  });
}

/** Creates one index; text in it is compared as bytes, whatever the locale of the database. */
export async function createIndex(
  runner: QueryRunner,
  names: MigratedNames,
  properties: readonly { property: string; text?: true }[],
): Promise<void> {
  const dataSource = dataSourceOf(runner);
  const quote = (name: string) => dataSource.driver.escape(name);
  const columns = properties.map(({ property, text }) => {
    const column = quote(names.column(property));
    return text ? dialectOf(dataSource).indexedText(column) : column;
  });
  const path = names.tablePath.split('.').map(quote).join('.');
  const name = quote(names.index(properties.map(({ property }) => property)));
  await runner.query(`CREATE INDEX ${name} ON ${path} (${columns.join(', ')})`);
}
