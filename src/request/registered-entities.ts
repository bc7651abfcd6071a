import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DataSource, type EntityMetadata, type EntityTarget, type ObjectLiteral } from 'typeorm';
import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf, show } from '../describe-value.js';
import { keyOfInstance, keyOfReference } from './entity-key.js';
import { EntityReference } from './entity-reference.js';

/** An entity as an entry names it. */
export interface EntityName {
  readonly type: string;
  readonly id: string;
}

/** The entities of every data source that is registered with `@nestjs/typeorm`. */
@Injectable()
export class RegisteredEntities {
  private readonly known = new Map<unknown, EntityMetadata>();
  private dataSources: DataSource[] | null = null;

  constructor(@Inject(DiscoveryService) private readonly discovery: DiscoveryService) {}

  /**
   * Names an instance of a registered entity, or what a reference refers to. With `of`, a plain object that has the
   * key of that entity is named too.
   *
   * @throws AuditTrailError `NOT_AN_ENTITY`, or `ENTITY_NOT_SAVED` for one without its key
   */
  nameOf(entity: unknown, of?: EntityTarget<unknown>): EntityName {
    if (entity instanceof EntityReference) return this.nameOfReference(entity);
    const metadata =
      this.metadataOfInstance(entity) ?? (of === undefined ? null : this.metadataOfPlain(entity, of));
    if (metadata === null) throw notAnEntity(entity);
    return named(metadata.name, keyOfInstance(metadata, entity as ObjectLiteral), entity);
  }

  /** @throws AuditTrailError `NOT_AN_ENTITY` for a class that no data source knows */
  metadataOf(target: EntityTarget<unknown>): EntityMetadata {
    const metadata = this.find(target);
    if (metadata !== null) return metadata;
    throw new AuditTrailError(
      'NOT_AN_ENTITY',
      `No registered data source has an entity ${nameOfTarget(target)}.`,
    );
  }

  private nameOfReference(reference: EntityReference): EntityName {
    const metadata =
      typeof reference.type === 'string' ? this.find(reference.type) : this.metadataOf(reference.type);
    const type = metadata?.name ?? nameOfTarget(reference.type);
    return named(type, keyOfReference(metadata, reference.id), reference);
  }

  private metadataOfPlain(value: unknown, of: EntityTarget<unknown>): EntityMetadata | null {
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? this.metadataOf(of) : null;
  }

  /** An instance of a subclass is one of the entity, as `instanceof` says. */
  private metadataOfInstance(value: unknown): EntityMetadata | null {
    if (typeof value !== 'object' || value === null) return null;
    let made: unknown = (Object.getPrototypeOf(value) as { constructor?: unknown } | null)?.constructor;
    while (typeof made === 'function' && made !== Object && made !== Function.prototype) {
      const metadata = this.find(made);
      if (metadata !== null) return metadata;
      made = Object.getPrototypeOf(made);
    }
    return null;
  }

  protected find(target: unknown): EntityMetadata | null {
    const known = this.known.get(target);
    if (known !== undefined) return known;
    // A reference by name may name what is no entity; anything else is expected to be found.
    const dataSources = typeof target === 'string' ? (this.dataSources ??= this.discover()) : this.discover();
    for (const dataSource of dataSources) {
      if (!dataSource.hasMetadata(target as EntityTarget<ObjectLiteral>)) continue;
      const metadata = dataSource.getMetadata(target as EntityTarget<ObjectLiteral>);
      this.known.set(target, metadata);
      return metadata;
    }
    return null;
  }

  private discover(): DataSource[] {
    const instances = this.discovery.getProviders().map((wrapper) => wrapper.instance as unknown);
    return [...new Set(instances.filter((instance) => instance instanceof DataSource))];
  }
}

function named(type: string, id: string | null, value: unknown): EntityName {
  if (id !== null) return { type, id };
  throw new AuditTrailError(
    'ENTITY_NOT_SAVED',
    `The ${type} has no primary key yet, or no longer. Record it after it was saved, or name what was removed with entityReference(${type}, id).`,
    { value },
  );
}

function notAnEntity(value: unknown): AuditTrailError {
  const shape = shapeOf(value);
  const why =
    shape === 'a plain object'
      ? ' save(values) returns the plain object that it was given, save(create(values)) an instance.'
      : '';
  return new AuditTrailError(
    'NOT_AN_ENTITY',
    `What was to be recorded is ${shape}, which is neither an instance of an entity that is registered with TypeORM nor an entityReference(type, id).${why}`,
    { value },
  );
}

function nameOfTarget(target: unknown): string {
  if (typeof target === 'string') return target;
  return typeof target === 'function' ? target.name : show(target);
}
