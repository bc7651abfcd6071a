import type { DiscoveryService } from '@nestjs/core';
import { DataSource, type DeepPartial } from 'typeorm';
import { RegisteredEntities } from '../../src/request/registered-entities.js';
import { FORUM_ENTITIES } from '../support/forum/entities.js';

type EntityClass<T extends object = object> = new () => T;

export interface KnownEntities {
  readonly entities: RegisteredEntities;
  /** An instance as TypeORM makes it. */
  make<T extends object>(entity: EntityClass<T>, values: object): T;
  close(): Promise<void>;
}

/** What an application knows whose data source has the forum's entities and some more. */
export async function knownEntities(more: EntityClass[] = []): Promise<KnownEntities> {
  const entities = [...FORUM_ENTITIES, ...more];
  const dataSource = await new DataSource({
    type: 'better-sqlite3',
    database: ':memory:',
    entities,
  }).initialize();
  const providers = [{ instance: dataSource }, { instance: {} }, { instance: undefined }];
  return {
    entities: new RegisteredEntities({ getProviders: () => providers } as unknown as DiscoveryService),
    make<T extends object>(entity: EntityClass<T>, values: object): T {
      const repository = dataSource.getRepository<T>(entity);
      return repository.merge(repository.create(), values as DeepPartial<T>);
    },
    close: () => dataSource.destroy(),
  };
}
