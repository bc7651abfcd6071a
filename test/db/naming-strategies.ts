import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

const snake = (name: string) =>
  name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** What many hosts use: names that were given by hand stay, others become snake case. */
export class SnakeCase extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, given: string | undefined): string {
    return given ?? snake(className);
  }

  override columnName(property: string, given: string | undefined, embedded: string[]): string {
    return snake([...embedded, given ?? property].join('_'));
  }
}

/** One that lets no name be: what a migration wrote by hand would not be found again. */
export class Capitals extends DefaultNamingStrategy implements NamingStrategyInterface {
  override tableName(className: string, given: string | undefined): string {
    return `T_${(given ?? className).toUpperCase()}`;
  }

  override columnName(property: string, given: string | undefined): string {
    return `C_${(given ?? property).toUpperCase()}`;
  }

  override indexName(...of: Parameters<DefaultNamingStrategy['indexName']>): string {
    return super.indexName(...of).replace('IDX', 'X');
  }

  override primaryKeyName(...of: Parameters<DefaultNamingStrategy['primaryKeyName']>): string {
    return super.primaryKeyName(...of).replace('PK', 'P');
  }
}
