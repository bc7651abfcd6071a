import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock.js';
import { PlaceRefused } from '../settings/place-refused.js';
import { type PrunedPlace, PrunedPlaces, type PruneRun, type PruneTimes } from '../settings/pruned-places.js';
import { HostUsers } from '../storage/host-users.js';
import { PersonStore } from '../storage/person.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { type ErasureStep, takeSteps } from './erasure-steps.js';
import { type GoneCount, GoneUsersAlarm } from './gone-users-alarm.js';
import { Holds } from './holds.js';
import { KnownUsers } from './known-users.js';
import { PersonErasure } from './person-erasure.js';

const DAY_MS = 86_400_000;
/** More than this part of the users, and more than so many, are not believed to be gone. */
const BELIEVED_PART = 0.01;
const BELIEVED_USERS = 20;

/** Users who have entries and no row in the host's table. */
export interface GoneUsersFound extends GoneCount {
  readonly steps: ErasureStep[];
}

/** Deletes the entries of users whose removal nobody told: by SQL, by a cascade of the database, by a query builder. */
@Injectable()
export class GoneUsers implements PrunedPlace, OnModuleInit {
  readonly name = 'gone users';
  private readonly found = new WeakMap<PruneTimes, Promise<GoneUsersFound>>();

  constructor(
    @Inject(PrunedPlaces) private readonly places: PrunedPlaces,
    @Inject(HostUsers) private readonly host: HostUsers,
    @Inject(KnownUsers) private readonly users: KnownUsers,
    @Inject(PersonStore) private readonly entries: PersonStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(Holds) private readonly holds: Holds,
    @Inject(PersonErasure) private readonly erasure: PersonErasure,
    @Inject(GoneUsersAlarm) private readonly alarm: GoneUsersAlarm,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.places.add(this);
  }

  isIn(): boolean {
    return this.host.entity !== null;
  }

  async count(times: PruneTimes): Promise<number> {
    const found = await this.foundIn(times);
    if (isTooMany(found)) throw this.refusal(found);
    return this.erasure.count(found.steps);
  }

  async prune(run: PruneRun): Promise<number> {
    const found = await this.foundIn(run, run.signal);
    if (run.signal.aborted) return 0;
    if (isTooMany(found)) {
      await run.change(this.alarm.set(found));
      throw this.refusal(found);
    }
    if ((await this.alarm.read()) !== null) await run.change(this.alarm.set(null));
    return takeSteps(found.steps, run.batchSize, (statement) => run.change(statement));
  }

  /** Who is gone now. A walk that was told to stop has found some of them only. */
  async find(now = this.clock.now(), signal?: AbortSignal): Promise<GoneUsersFound> {
    // A user that is being registered may not be seen yet.
    const until = new Date(now - DAY_MS);
    const held = await this.holds.users();
    const steps: ErasureStep[] = [];
    let users = 0;
    for await (const page of this.users.withEntries(signal)) {
      users += page.length;
      const gone = await this.database.withConnection(async (connection) => {
        const missing = await this.host.missing(connection, page);
        return this.entries.withEntriesUntil(connection, missing, until);
      });
      for (const userId of gone) {
        if (held.has(userId)) continue;
        steps.push({ place: 'entries', rows: this.entries.ownEntries(userId, until) });
      }
    }
    return { steps, users, gone: steps.length };
  }

  /** Looked for once in a run. */
  private foundIn(times: PruneTimes, signal?: AbortSignal): Promise<GoneUsersFound> {
    const known = this.found.get(times);
    if (known !== undefined) return known;
    const found = this.find(times.now.getTime(), signal);
    this.found.set(times, found);
    found.catch(() => this.found.delete(times));
    return found;
  }

  private refusal({ gone, users }: GoneCount): PlaceRefused {
    const { entity } = this.host;
    const where = `${entity?.metadata.name}.${entity?.column.propertyPath}`;
    return new PlaceRefused(
      `${gone} of ${users} users with entries are not in ${where}, more than ${BELIEVED_PART * 100} % and more than ` +
        `${BELIEVED_USERS}; their entries were left alone. Is the option userEntity right? If they are gone, run: audit-trail sweep-users --yes`,
    );
  }
}

/** Whether so many users are gone that the option `userEntity` is more likely to be wrong. */
export function isTooMany({ gone, users }: GoneCount): boolean {
  return gone > BELIEVED_USERS && gone > users * BELIEVED_PART;
}
