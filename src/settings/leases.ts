import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable } from '@nestjs/common';
import type { Statement } from '../storage/dialects/dialect.js';
import { LeaseStore, type HeldLease } from '../storage/lease.store.js';
import { TrailDatabase } from '../storage/trail-database.js';

/** A lease that is not renewed for so long is free: longer than any pause between two batches. */
const LEASE_MS = 120_000;

/** Another process has taken the lease: nothing was changed, and nothing may be any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** The right to do a task, as long as every change renews it in its own transaction. */
export interface Lease {
  /** The first statement of every transaction; one that affects no row is to be rolled back: the lease is lost. */
  readonly renewal: Statement;
  /** Gives it back; affects one row if it was still held. */
  readonly release: Statement;
}

/** Tasks that one process of a site at a time may do. */
@Injectable()
export class Leases {
  constructor(
    @Inject(LeaseStore) private readonly store: LeaseStore,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
  ) {}

  /** Takes the lease of a task, or answers `null` where another process has it. */
  async take(name: string): Promise<Lease | null> {
    const lease: HeldLease = {
      name,
      holder: `${hostname()} ${process.pid}`.slice(0, 255),
      token: randomUUID(),
      ttlMs: LEASE_MS,
    };
    const taken = await this.database.withConnection((connection) => this.store.take(connection, lease));
    if (!taken) return null;
    const { store } = this;
    return {
      // Made anew each time: where the database has no clock, the process's stands in it.
      get renewal() {
        return store.renewal(lease);
      },
      get release() {
        return store.release(lease);
      },
    };
  }
}
