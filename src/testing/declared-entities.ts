import { Inject, Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type EntityMetadata, EntitySchema, getMetadataArgsStorage, type ObjectLiteral } from 'typeorm';
import { RegisteredEntities } from '../request/registered-entities.js';

type KeyColumn = EntityMetadata['primaryColumns'][number];
type Declared = Pick<EntityMetadata, 'name' | 'primaryColumns'>;

/**
 * The entities of the registered data sources, and where there are none, the classes that carry `@Entity()` and the
 * schemas that are handed in: enough of them to tell an entity's name and key.
 */
@Injectable()
export class DeclaredEntities extends RegisteredEntities {
  constructor(@Inject(DiscoveryService) discovery: DiscoveryService) {
    super(discovery);
  }

  protected override find(target: unknown): EntityMetadata | null {
    return super.find(target) ?? (declared(target) as EntityMetadata | null);
  }
}

function declared(target: unknown): Declared | null {
  if (target instanceof EntitySchema) return ofSchema(target);
  const { tables } = getMetadataArgsStorage();
  const table = tables.find((one) =>
    typeof target === 'string'
      ? typeof one.target === 'function' && one.target.name === target
      : one.target === target,
  );
  return typeof table?.target === 'function' ? ofClass(table.target) : null;
}

function ofClass(target: Function): Declared {
  const { columns, generations } = getMetadataArgsStorage();
  const family = [...ancestorsOf(target)];
  const keys = columns.filter((column) => column.options.primary === true && family.includes(column.target));
  return {
    name: target.name,
    primaryColumns: keys.map(({ propertyName, options, target: owner }) => {
      const generation = generations.find((one) => one.target === owner && one.propertyName === propertyName);
      return keyColumn(propertyName, options.type, generation?.strategy);
    }),
  };
}

function ofSchema({ options }: EntitySchema): Declared {
  const columns = Object.entries(options.columns).filter(([, column]) => column?.primary === true);
  return {
    name: options.name,
    primaryColumns: columns.map(([name, column]) =>
      keyColumn(name, column?.type, column?.generated === 'uuid' ? 'uuid' : undefined),
    ),
  };
}

function keyColumn(name: string, type: unknown, generationStrategy: unknown): KeyColumn {
  return {
    propertyPath: name,
    type,
    generationStrategy,
    getEntityValue: (entity: ObjectLiteral): unknown => entity[name],
  } as KeyColumn;
}

function* ancestorsOf(target: unknown): Generator {
  for (let one = target; typeof one === 'function'; one = Object.getPrototypeOf(one)) yield one;
}
