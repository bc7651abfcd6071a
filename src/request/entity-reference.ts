import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf, show } from '../describe-value.js';

/** The key of an entity: one value, or the values of a composite key by property. */
export type EntityKey = string | number | bigint | object;

/** Names an entity by type and key, for what is no entity instance, or no longer one. */
export class EntityReference {
  /** Use `entityReference`. */
  constructor(
    readonly type: EntityTarget<ObjectLiteral>,
    readonly id: EntityKey,
  ) {}
}

/**
 * Names an entity by its type (the entity class, or its TypeORM name) and key.
 *
 * ```ts
 * @AuditTrail({ action: 'thread.delete', entity: (_, request) => entityReference(Thread, request.params.id) })
 * ```
 *
 * @throws AuditTrailError `ENTITY_NOT_SAVED` without a key, `NOT_AN_ENTITY` without a type
 */
export function entityReference(type: EntityTarget<unknown>, id: EntityKey): EntityReference {
  if ((typeof type !== 'string' && typeof type !== 'function' && typeof type !== 'object') || !type) {
    throw new AuditTrailError(
      'NOT_AN_ENTITY',
      `entityReference was given ${show(type)} as the type; wanted an entity class or the name of an entity.`,
    );
  }
  if (isKey(id)) return new EntityReference(type as EntityTarget<ObjectLiteral>, id);
  throw new AuditTrailError(
    'ENTITY_NOT_SAVED',
    `entityReference was given ${shapeOf(id)} as the key; wanted a non-empty string, a number, a bigint, or an ` +
      'object with the properties of a composite key. Is the name of the route parameter right?',
    { value: id },
  );
}

function isKey(id: unknown): id is EntityKey {
  if (typeof id === 'string') return id !== '';
  if (typeof id === 'number') return Number.isFinite(id);
  return typeof id === 'bigint' || (typeof id === 'object' && id !== null);
}
