import { Inject, Injectable } from '@nestjs/common';
import type { EntityMetadata, EntitySubscriberInterface, QueryRunner, RemoveEvent } from 'typeorm';
import { PersonBlockStore } from '../storage/blocks/person-block.store.js';
import { HostUsers } from '../storage/host-users.js';
import { orNotAnswered } from '../storage/or-not-answered.js';
import { PersonStore } from '../storage/person.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { userIdOf } from '../request/current-user.js';
import { Holds } from './holds.js';

/** What is told of a removal; older versions of TypeORM leave parts out. */
type Removal = Pick<RemoveEvent<object>, 'metadata' | 'queryRunner'> &
  Partial<Pick<RemoveEvent<object>, 'entity' | 'databaseEntity'>>;

const REMEDY = 'The user is not removed, and the transaction has failed: begin it again.';

/**
 * Takes the entries of a user along when TypeORM removes the user, in the same transaction. TypeORM tells of
 * `remove` and of cascades; where it removes by a criterion (`delete`, a query builder) or the database does, it does
 * not say whom, and the next pruning run finds who is gone.
 */
@Injectable()
export class UserRemovalSubscriber implements EntitySubscriberInterface {
  /** What was known of a user before the row was removed. */
  private readonly leaving = new WeakMap<object, string>();
  private readonly turns = new WeakMap<QueryRunner, Promise<void>>();

  constructor(
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(HostUsers) private readonly users: HostUsers,
    @Inject(PersonStore) private readonly entries: PersonStore,
    @Inject(PersonBlockStore) private readonly blocks: PersonBlockStore,
    @Inject(Holds) private readonly holds: Holds,
  ) {
    if (users.entity !== null) database.dataSource.subscribers.push(this);
  }

  /** @throws AuditTrailError `HELD`, so that the host's transaction fails */
  async beforeRemove(event: Removal): Promise<void> {
    const row = this.rowOf(event);
    if (row === null) return;
    await this.inTurn(event.queryRunner, async () => {
      const connection = await this.database.inside(event.queryRunner);
      const userId = this.idIn(event) ?? (await this.users.idOf(connection, row));
      if (userId === null) return;
      await this.holds.refuseIfHeld(connection, userId);
      this.leaving.set(row, userId);
    });
  }

  /** After the row is gone, so that nothing is deleted where the database refuses to let it go. */
  async afterRemove(event: Removal): Promise<void> {
    const row = this.rowOf(event);
    const userId = row === null ? undefined : this.leaving.get(row);
    if (row === null || userId === undefined) return;
    this.leaving.delete(row);
    await this.inTurn(event.queryRunner, async () => {
      const connection = await this.database.inside(event.queryRunner);
      await connection.run(this.entries.deleteAllOf(userId));
      await connection.run(this.blocks.forgetAllOf(userId));
    });
  }

  /** The user that is being removed; `null` where it is none, or nobody says which. */
  private rowOf({ metadata, entity, databaseEntity }: Removal): object | null {
    return this.isUser(metadata) ? (databaseEntity ?? entity ?? null) : null;
  }

  private isUser(metadata: EntityMetadata): boolean {
    const user = this.users.entity?.metadata;
    return user !== undefined && (metadata === user || user.childEntityMetadatas.includes(metadata));
  }

  private idIn({ entity, databaseEntity }: Removal): string | null {
    const column = this.users.entity?.column;
    for (const row of [databaseEntity, entity]) {
      const id: unknown = row === undefined ? undefined : column?.getEntityValue(row);
      if (id !== undefined && id !== null) return textOf(id);
    }
    return null;
  }

  /** One after the other on a connection: TypeORM tells of several removals at once. */
  private inTurn(runner: QueryRunner, work: () => Promise<void>): Promise<void> {
    const before = this.turns.get(runner) ?? Promise.resolve();
    const turn = before.then(() => orNotAnswered(this.database, REMEDY, work));
    this.turns.set(
      runner,
      turn.catch(() => undefined),
    );
    return turn;
  }
}

/** Whom nobody could have recorded has no entries. */
function textOf(id: unknown): string | null {
  try {
    return userIdOf(id);
  } catch {
    return null;
  }
}
