import type { TestingModuleBuilder } from '@nestjs/testing';
import type { DataSource } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES } from '../../src/index.js';
import { Clock } from '../../src/clock.js';
import { DatabaseClock } from '../../src/settings/database-clock.js';

export const DAY_MS = 86_400_000;

/** A clock that stands still until the test sets it. */
export class TestClock extends Clock {
  constructor(private time: number) {
    super();
  }

  override now(): number {
    return this.time;
  }

  set(time: number): void {
    this.time = time;
  }

  /** For the settings of a forum. */
  readonly override = (builder: TestingModuleBuilder): TestingModuleBuilder =>
    builder
      .overrideProvider(Clock)
      .useValue(this)
      .overrideProvider(DatabaseClock)
      .useValue({ now: async () => this.time });
}

/** Takes every row out of the tables of the trail: what earlier tests recorded, announced and reported. */
export async function emptyTrail(dataSource: DataSource): Promise<void> {
  for (const entity of AUDIT_TRAIL_ENTITIES) {
    await dataSource.createQueryBuilder().delete().from(entity).execute();
  }
}

type Statements = readonly [make: readonly string[], undo: readonly string[]];

const REFUSALS: Readonly<Record<string, Statements>> = {
  postgres: [
    [
      `create function refuse() returns trigger language plpgsql as $$ begin raise 'row % from 203.0.113.7', old; end $$`,
      'create trigger refuse before delete on audit_trail_entry for each row execute function refuse()',
    ],
    ['drop trigger refuse on audit_trail_entry', 'drop function refuse'],
  ],
  mariadb: [
    [
      "create trigger refuse before delete on audit_trail_entry for each row signal sqlstate '45000' set message_text = 'older from 203.0.113.7'",
    ],
    ['drop trigger refuse'],
  ],
  'better-sqlite3': [
    [
      "create trigger refuse before delete on audit_trail_entry begin select raise(abort, 'older from 203.0.113.7'); end",
    ],
    ['drop trigger refuse'],
  ],
};

/** The database refuses to delete entries until the answer is called. */
export async function refuseDeletes(dataSource: DataSource): Promise<() => Promise<void>> {
  const [make, undo] = REFUSALS[dataSource.options.type] ?? [[], []];
  for (const sql of make) await dataSource.query(sql);
  return async () => {
    for (const sql of undo) await dataSource.query(sql);
  };
}
