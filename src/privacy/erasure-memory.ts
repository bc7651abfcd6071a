import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Secret } from '../settings/secret.js';
import { ERASURE_DAYS, ErasureStore } from '../storage/erasure.store.js';
import { TrailDatabase } from '../storage/trail-database.js';

const DAY_MS = 86_400_000;

/** Tells when a user was erased, if that is remembered. */
export type ErasedAt = (userId: string) => Date | null;

/** Remembers for 30 days that somebody was erased: by a keyed hash, so that the table alone does not say who. */
@Injectable()
export class ErasureMemory {
  constructor(
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(ErasureStore) private readonly store: ErasureStore,
    @Inject(Secret) private readonly secret: Secret,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async remember(userId: string): Promise<void> {
    const hash = (await this.secret.sign('erasures', userId)).toString('hex');
    await this.database.withConnection((connection) =>
      this.store.remember(connection, hash, this.clock.now()),
    );
  }

  /** All that is remembered now; `null` where nobody was erased in this time. */
  async recall(): Promise<ErasedAt | null> {
    const since = this.clock.now() - ERASURE_DAYS * DAY_MS;
    const remembered = await this.database.withConnection((connection) =>
      this.store.since(connection, since),
    );
    if (remembered.size === 0) return null;
    // An older secret may have made some of the hashes.
    const keys = await this.secret.keys('erasures');
    return (userId) => {
      for (const key of keys) {
        const erasedAt = remembered.get(createHmac('sha256', key).update(userId).digest('hex'));
        if (erasedAt !== undefined) return erasedAt;
      }
      return null;
    };
  }
}
