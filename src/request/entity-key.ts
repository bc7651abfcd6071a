import type { EntityMetadata, ObjectLiteral } from 'typeorm';
import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf } from '../describe-value.js';
import type { EntityKey } from './entity-reference.js';

type KeyColumn = EntityMetadata['primaryColumns'][number];

const WHOLE_NUMBER_TYPES = new Set<unknown>([
  Number,
  'int',
  'integer',
  'int2',
  'int4',
  'smallint',
  'mediumint',
  'tinyint',
]);
const BIGINT_TYPES = new Set<unknown>(['bigint', 'int8']);

/** The key of an entity's instance, or of a plain object with the same properties, or `null` where a part is missing. */
export function keyOfInstance({ primaryColumns }: EntityMetadata, instance: ObjectLiteral): string | null {
  const valueOf = (column: KeyColumn) => canonicalPart(column, column.getEntityValue(instance));
  const [only] = primaryColumns;
  if (primaryColumns.length === 1 && only !== undefined) return partText(valueOf(only));
  return canonicalJson(primaryColumns.map((column) => [column.propertyPath, valueOf(column)]));
}

/** The key that a reference gives; for a registered entity in the same text as its instance would have. */
export function keyOfReference(metadata: EntityMetadata | null, id: EntityKey): string | null {
  const isOneValue = typeof id !== 'object' || id instanceof Date || id instanceof Uint8Array;
  if (metadata === null) return isOneValue ? partText(id) : canonicalJson(Object.entries(id));
  if (!isOneValue) return keyOfInstance(metadata, id);
  const [only] = metadata.primaryColumns;
  return metadata.primaryColumns.length === 1 && only !== undefined
    ? partText(canonicalPart(only, id))
    : null;
}

/** Sorted by property and without white space, so that one key is always one text (as in RFC 8785). */
function canonicalJson(parts: readonly (readonly [string, unknown])[]): string | null {
  if (parts.length === 0 || parts.some(([, value]) => value === null || value === undefined)) return null;
  const sorted = parts.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  // Written out by hand, since an object would put properties that look like numbers first.
  return `{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(jsonValue(value))}`).join(',')}}`;
}

/** One key is one value, wherever it came from: `'7'` from a route's parameter, `7` from an instance. */
function canonicalPart({ type, generationStrategy }: KeyColumn, value: unknown): unknown {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string') return value;
  if (WHOLE_NUMBER_TYPES.has(type) && /^-?\d{1,15}$/.test(text)) return Number(text);
  // The drivers hand these over as text, since a number would lose digits.
  if (BIGINT_TYPES.has(type) && /^-?\d{1,20}$/.test(text)) return String(BigInt(text));
  return type === 'uuid' || generationStrategy === 'uuid' ? text.toLowerCase() : value;
}

function jsonValue(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? value : partText(value);
}

function partText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (
    typeof value !== 'string' &&
    typeof value !== 'number' &&
    typeof value !== 'bigint' &&
    typeof value !== 'boolean'
  ) {
    throw new AuditTrailError(
      'NOT_AN_ENTITY',
      `A part of the entity's key is ${shapeOf(value)}; wanted text, a number, a date or bytes.`,
    );
  }
  return String(value);
}
