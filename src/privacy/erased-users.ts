import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type PrunedPlace, PrunedPlaces, type PruneRun, type PruneTimes } from '../settings/pruned-places.js';
import { type ErasureStep, takeSteps } from './erasure-steps.js';
import { ErasureMemory } from './erasure-memory.js';
import { Holds } from './holds.js';
import { KnownUsers } from './known-users.js';
import { People } from './people.js';
import { PersonErasure } from './person-erasure.js';

/**
 * Erases again who was erased in the last 30 days: what another process still had in memory then, or a restored backup
 * has brought back. Only what was made before the erasure goes.
 */
@Injectable()
export class ErasedUsers implements PrunedPlace, OnModuleInit {
  readonly name = 'erased users';
  private readonly found = new WeakMap<PruneTimes, Promise<ErasureStep[]>>();

  constructor(
    @Inject(PrunedPlaces) private readonly places: PrunedPlaces,
    @Inject(ErasureMemory) private readonly memory: ErasureMemory,
    @Inject(KnownUsers) private readonly users: KnownUsers,
    @Inject(People) private readonly people: People,
    @Inject(Holds) private readonly holds: Holds,
    @Inject(PersonErasure) private readonly erasure: PersonErasure,
  ) {}

  onModuleInit(): void {
    this.places.add(this);
  }

  async count(times: PruneTimes): Promise<number> {
    return this.erasure.count(await this.stepsOf(times));
  }

  async prune(run: PruneRun): Promise<number> {
    const steps = await this.stepsOf(run, run.signal);
    return takeSteps(steps, run.batchSize, (statement) => run.change(statement));
  }

  /** Does it now, without waiting for a pruning run: after a backup was restored. */
  async replay(signal?: AbortSignal): Promise<Record<string, number>> {
    return this.erasure.takeAll(await this.find(signal), signal);
  }

  /** Looked for once in a run. */
  private stepsOf(times: PruneTimes, signal?: AbortSignal): Promise<ErasureStep[]> {
    const known = this.found.get(times);
    if (known !== undefined) return known;
    const steps = this.find(signal);
    this.found.set(times, steps);
    steps.catch(() => this.found.delete(times));
    return steps;
  }

  private async find(signal?: AbortSignal): Promise<ErasureStep[]> {
    const erasedAt = await this.memory.recall();
    if (erasedAt === null) return [];
    const held = await this.holds.users();
    const found = new Map<string, Date>();
    for await (const page of this.users.everywhere(signal)) {
      for (const userId of page) {
        const time = held.has(userId) ? null : erasedAt(userId);
        if (time !== null) found.set(userId, time);
      }
    }
    const steps: ErasureStep[] = [];
    for (const [userId, time] of found) {
      steps.push(...this.erasure.stepsFor(await this.people.of(userId), time));
    }
    return steps;
  }
}
