import { Inject, Injectable } from '@nestjs/common';
import { keyOfInstance, keyOfReference } from '../request/entity-key.js';
import { HostUsers } from '../storage/host-users.js';
import type { NamedEntity } from '../storage/person.store.js';
import { TrailDatabase } from '../storage/trail-database.js';

/** A person as the package's tables name them. */
export interface Person {
  readonly userId: string;
  /** As what was acted upon; `null` without `userEntity`, or where the key is not known. */
  readonly entity: NamedEntity | null;
}

/** Knows under which names a user stands in the trail. */
@Injectable()
export class People {
  constructor(
    @Inject(HostUsers) private readonly users: HostUsers,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {}

  /**
   * Entries name what was acted upon by its primary key. Where users are recorded under another property, the key is
   * read from the host's row; once that row is gone, nobody can tell.
   */
  async of(userId: string): Promise<Person> {
    const { entity } = this.users;
    if (entity === null) return { userId, entity: null };
    const { metadata, types } = entity;
    const id = this.isRecordedByKey
      ? keyOfReference(metadata, userId)
      : await this.database.withConnection(async (connection) => {
          const key = await this.users.keyOf(connection, userId);
          return key === null ? null : keyOfInstance(metadata, key);
        });
    return { userId, entity: id === null ? null : { types, id } };
  }

  /** Whether users are recorded under the primary key of the host's entity. */
  get isRecordedByKey(): boolean {
    const { entity } = this.users;
    return entity !== null && entity.metadata.primaryColumns.every((column) => column === entity.column);
  }
}
