import { Inject, Injectable } from '@nestjs/common';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../options/resolved-options.js';
import { PersonBlockStore } from '../storage/blocks/person-block.store.js';
import { DeletedBytes } from '../storage/deleted-bytes.js';
import { BatchPace } from '../settings/batch-pace.js';
import type { Statement } from '../storage/dialects/dialect.js';
import { PersonLookupStore } from '../storage/person-lookup.store.js';
import { PersonStore } from '../storage/person.store.js';
import { PersonIpStore } from '../storage/stored-ips/person-ip.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { withPatience } from '../storage/with-patience.js';
import { type ErasureStep, takeSteps } from './erasure-steps.js';
import { pause } from '../pause.js';
import type { Person } from './people.js';

/** What goes when a person is erased, and how it is taken away bit by bit. */
@Injectable()
export class PersonErasure {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(PersonStore) private readonly entries: PersonStore,
    @Inject(PersonLookupStore) private readonly lookups: PersonLookupStore,
    @Inject(PersonBlockStore) private readonly blocks: PersonBlockStore,
    @Inject(PersonIpStore) private readonly storedIps: PersonIpStore,
    @Inject(DeletedBytes) private readonly bytes: DeletedBytes,
  ) {}

  /** @param until only what was made at or before this time, where one is given */
  stepsFor({ userId, entity }: Person, until: Date | null): ErasureStep[] {
    const steps: ErasureStep[] = [
      { place: 'entries', rows: this.entries.ownEntries(userId, until) },
      { place: 'lookups', rows: this.lookups.forgotten({ userId }, until) },
      { place: 'blocks', rows: this.blocks.forgotten(userId, until) },
    ];
    if (entity !== null) {
      for (const entityType of entity.types) {
        const name = { entityType, entityId: entity.id };
        steps.push(
          { place: 'entries about the user', rows: this.entries.entriesAbout(entityType, entity.id, until) },
          { place: 'lookups', rows: this.lookups.forgotten(name, until) },
        );
      }
    }
    for (const column of this.storedIps.columns) {
      steps.push({ place: column.name, rows: this.storedIps.ofPerson(column, userId, until) });
    }
    return steps;
  }

  /** Takes all steps in batches, each a transaction of its own; a batch that fails leaves what was done before. */
  async takeAll(steps: readonly ErasureStep[], signal?: AbortSignal): Promise<Record<string, number>> {
    const deleted: Record<string, number> = {};
    for (const { place } of steps) deleted[place] = 0;
    const left = [...steps];
    const pace = new BatchPace(this.options, this.database.dialect.pruneBatch);
    await this.bytes.overwrite();
    while (left.length > 0) {
      if (signal?.aborted === true) break;
      const { rows } = pace;
      const changed = await pace.timed(() =>
        takeSteps(left, rows, async (statement, { place }) => {
          const affected = await this.change(statement);
          deleted[place] = (deleted[place] ?? 0) + affected;
          return affected;
        }),
      );
      if (changed >= rows) await pause(pace.pauseMs, signal);
    }
    await this.bytes.settle();
    return deleted;
  }

  /** How many rows the steps would change. */
  async count(steps: readonly ErasureStep[]): Promise<number> {
    let total = 0;
    for (const { rows } of steps) {
      const answer = await this.database.withConnection((connection) => connection.run(rows.count()));
      total += Number(answer.rows[0]?.['total']);
    }
    return total;
  }

  private change(statement: Statement): Promise<number> {
    return withPatience(this.database, this.options.retryForMs, async (connection, signal) => {
      const { affected } = await connection.run(statement, signal);
      return affected;
    });
  }
}
