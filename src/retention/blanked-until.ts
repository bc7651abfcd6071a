import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { BLANKED_UNTIL } from '../storage/entry.store.js';
import { firstIdOf } from '../storage/entry-id.js';
import { SettingStore } from '../storage/setting.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import type { WalkMark } from './walked-place.js';

const NOWHERE = firstIdOf(0);

/**
 * The id of an entry up to which no entry has an address any more, with `keepEntries`. Kept in the database, so that
 * no run rereads what earlier ones have blanked. Writing an entry with an earlier time lowers it.
 */
@Injectable()
export class BlankedUntil implements WalkMark {
  constructor(
    @Inject(SettingStore) private readonly store: SettingStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async read(): Promise<[string] | null> {
    const json = await this.database.withConnection((connection) =>
      this.store.get(connection, BLANKED_UNTIL),
    );
    return json === null ? null : [JSON.parse(json) as string];
  }

  async begin(): Promise<[string]> {
    const [nowhere, now] = [JSON.stringify(NOWHERE), this.clock.now()];
    const json = await this.database.withConnection((connection) =>
      this.store.getOrAdd(connection, BLANKED_UNTIL, nowhere, now),
    );
    return [JSON.parse(json) as string];
  }

  moved: WalkMark['moved'] = (from, to, { until }) => {
    const at = [to === null ? firstIdOf(until.getTime() + 1) : String(to[0])];
    // Where it has been lowered meanwhile, it stays so: the next run goes back.
    const statement = this.store.replace(
      BLANKED_UNTIL,
      JSON.stringify(from[0]),
      JSON.stringify(at[0]),
      this.clock.now(),
    );
    return { at, statement };
  };
}
