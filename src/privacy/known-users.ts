import { Inject, Injectable } from '@nestjs/common';
import type { Connection } from '../storage/dialects/dialect.js';
import { PersonBlockStore } from '../storage/blocks/person-block.store.js';
import { HostUsers } from '../storage/host-users.js';
import { PersonLookupStore } from '../storage/person-lookup.store.js';
import { PersonStore } from '../storage/person.store.js';
import { PersonIpStore } from '../storage/stored-ips/person-ip.store.js';
import type { StoredIpColumn } from '../storage/stored-ips/stored-ip-columns.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { People } from './people.js';

/** Ids that one statement reads, and one statement asks the host's table about. */
const PAGE = 500;

type NextIds = (connection: Connection, after: string, limit: number) => Promise<string[]>;

/** Walks the users that stand in the trail, in bounded pages and without reading every row. */
@Injectable()
export class KnownUsers {
  constructor(
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(PersonStore) private readonly entries: PersonStore,
    @Inject(PersonLookupStore) private readonly lookups: PersonLookupStore,
    @Inject(PersonBlockStore) private readonly blocks: PersonBlockStore,
    @Inject(HostUsers) private readonly users: HostUsers,
    @Inject(PersonIpStore) private readonly storedIps: PersonIpStore,
    @Inject(People) private readonly people: People,
  ) {}

  /** Pages of the users that have entries, each user once. */
  withEntries(signal?: AbortSignal): AsyncGenerator<string[]> {
    return this.walk((connection, after, limit) => this.entries.usersAfter(connection, after, limit), signal);
  }

  /** Pages of all users that the trail names: as who acted, who was looked up, who was acted upon. */
  async *everywhere(signal?: AbortSignal): AsyncGenerator<string[]> {
    yield* this.withEntries(signal);
    yield* this.walk((connection, after, limit) => this.lookups.usersAfter(connection, after, limit), signal);
    yield* this.walk((connection, after, limit) => this.blocks.usersAfter(connection, after, limit), signal);
    for (const column of this.storedIps.columns) yield* this.withAddress(column, signal);
    // Under another property than the key, what was acted upon says nothing of the user's id.
    if (!this.people.isRecordedByKey) return;
    for (const type of this.users.entity?.types ?? []) {
      yield* this.walk(
        (connection, after, limit) => this.entries.entitiesAfter(connection, type, after, limit),
        signal,
      );
    }
  }

  private async *withAddress(column: StoredIpColumn, signal?: AbortSignal): AsyncGenerator<string[]> {
    let after: unknown = null;
    for (;;) {
      if (signal?.aborted === true) return;
      const last = after;
      const page = await this.database.withConnection((connection) =>
        this.storedIps.usersAfter(connection, column, last, PAGE),
      );
      if (page.length > 0) yield page.map(({ userId }) => userId);
      after = page.at(-1)?.value ?? last;
      if (page.length < PAGE) return;
    }
  }

  private async *walk(next: NextIds, signal?: AbortSignal): AsyncGenerator<string[]> {
    let after = '';
    for (;;) {
      if (signal?.aborted === true) return;
      const last = after;
      const page = await this.database.withConnection((connection) => next(connection, last, PAGE));
      if (page.length > 0) yield page;
      after = page.at(-1) ?? last;
      if (page.length < PAGE) return;
    }
  }
}
