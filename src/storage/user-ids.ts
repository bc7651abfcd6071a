import type { DataSource, EntityMetadata } from 'typeorm';
import type { Dialect } from './dialects/dialect.js';
import type { StatementText } from './statement-text.js';

type Column = EntityMetadata['columns'][number];

const WHOLE_NUMBERS = new Set<unknown>([
  Number,
  'int',
  'integer',
  'int2',
  'int4',
  'int8',
  'bigint',
  'smallint',
  'mediumint',
  'tinyint',
]);
const TEXTS = new Set<unknown>([
  String,
  'varchar',
  'character varying',
  'char',
  'character',
  'text',
  'citext',
]);
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Without a sign, a zero or a dot too many: the one text that a number has. */
const CANONICAL_NUMBER = /^(?:0|-?[1-9]\d{0,19})$/;

/** How ids, which entries keep as text, are compared with a column of the host's, so that its index is used. */
export interface UserIds {
  /** The ids that the column can hold, as the driver takes them. */
  readonly parameters: (id: string) => readonly unknown[];
  /** What is selected to be read by `textOf`. */
  readonly selected: string;
  /** The column is one of the values that are named. */
  readonly isOneOf: (text: StatementText, values: readonly unknown[]) => string;
  /** A value of the column as entries keep it. */
  readonly textOf: (value: unknown) => string;
}

/** @param column quoted */
export function userIdsOf(
  dataSource: DataSource,
  dialect: Dialect,
  metadata: Column,
  column: string,
): UserIds {
  const { driver } = dataSource;
  const list = (text: StatementText, values: readonly unknown[]) =>
    values.map((value) => text.value(value)).join(', ');
  const textOf = (value: unknown): string => String(driver.prepareHydratedValue(value, metadata));
  const isOneOf: UserIds['isOneOf'] = (text, values) => `${column} IN (${list(text, values)})`;
  if (metadata.transformer !== undefined) {
    return {
      parameters: (id) => [driver.preparePersistentValue(id, metadata)],
      selected: column,
      isOneOf,
      textOf,
    };
  }
  if (WHOLE_NUMBERS.has(metadata.type)) {
    return {
      parameters: (id) => (CANONICAL_NUMBER.test(id) && is64Bits(id, metadata.unsigned) ? [id] : []),
      isOneOf: (text, values) =>
        `${column} IN (${values.map((value) => dialect.wholeNumber(text.value(value))).join(', ')})`,
      // A driver may read what is longer than a number of JavaScript as the nearest one.
      selected: dialect.asText(column),
      textOf: String,
    };
  }
  if (metadata.type === 'uuid') {
    return {
      // A uuid is the same in capitals; where the column is really text, it may be kept in either.
      parameters: (id) => (UUID.test(id) ? [...new Set([id, id.toLowerCase()])] : []),
      selected: column,
      isOneOf,
      textOf,
    };
  }
  if (TEXTS.has(metadata.type)) return { parameters: (id) => [id], selected: column, isOneOf, textOf };
  return {
    parameters: (id) => [id],
    selected: column,
    isOneOf: (text, values) => `${dialect.asText(column)} IN (${list(text, values)})`,
    textOf,
  };
}

function is64Bits(id: string, unsigned: boolean): boolean {
  return unsigned
    ? BigInt.asUintN(64, BigInt(id)) === BigInt(id)
    : BigInt.asIntN(64, BigInt(id)) === BigInt(id);
}
