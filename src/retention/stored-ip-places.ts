import { Inject, Injectable, Optional, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DataSource } from 'typeorm';
import { AuditTrailError } from '../audit-trail.error.js';
import { PrunedPlaces, type PrunedPlace, type PruneRun } from '../settings/pruned-places.js';
import { storedIpColumnsOf, type StoredIpColumn } from '../storage/stored-ips/stored-ip-columns.js';
import { StoredIpStore } from '../storage/stored-ips/stored-ip.store.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { SourceFailed } from './source-failed.js';
import { WalkedPlace } from './walked-place.js';

/** Brings the host's columns with `@StoresIp` among the places that pruning goes through. */
@Injectable()
export class StoredIpPlaces implements OnModuleInit {
  /** @throws AuditTrailError `INVALID_OPTIONS` where a column cannot be pruned as it was declared */
  constructor(
    @Inject(PrunedPlaces) places: PrunedPlaces,
    @Inject(TrailDatabase) private readonly database: TrailDatabase,
    @Inject(StoredIpStore) private readonly store: StoredIpStore,
    @Optional() @Inject(DiscoveryService) private readonly discovery?: DiscoveryService,
  ) {
    for (const column of storedIpColumnsOf(database.dataSource)) places.add(this.placeOf(column));
  }

  /** @throws AuditTrailError `INVALID_OPTIONS` where an entity of another data source has such a column */
  onModuleInit(): void {
    const providers = this.discovery?.getProviders().map(({ instance }) => instance as unknown) ?? [];
    for (const other of new Set(providers.filter((one) => one instanceof DataSource))) {
      const [column] = other === this.database.dataSource ? [] : storedIpColumnsOf(other);
      if (column === undefined) continue;
      throw new AuditTrailError(
        'INVALID_OPTIONS',
        `@StoresIp on ${column.name}: the entity belongs to another data source than the trail. Delete its addresses with IpRetentionService.register instead.`,
      );
    }
  }

  private placeOf(column: StoredIpColumn): PrunedPlace {
    const { database, store } = this;
    const place = new WalkedPlace({
      name: column.name,
      database,
      rows: store.rowsOf(column),
      holdsAddresses: true,
      spanOf: ({ cutoff }) => (cutoff === null ? null : { until: cutoff, since: null }),
    });
    return {
      name: column.name,
      holdsAddresses: true,
      count: (times) => place.count(times),
      prune: async (run: PruneRun) => {
        const changed = await place.prune(run);
        if (run.cutoff === null || changed >= run.batchSize) return changed;
        const unreadable = await store.countUnreadable(column);
        if (unreadable === 0) return changed;
        throw new SourceFailed(
          `${unreadable} addresses stay, since their times in ${column.createdAt.propertyPath} cannot be read; wanted text in ISO 8601`,
          { changed },
        );
      },
    };
  }
}
