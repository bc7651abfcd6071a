import { NestFactory } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import {
  AUDIT_TRAIL_MIGRATIONS,
  AuditTrailModule,
  AuditTrailService,
  entityReference,
  InvestigationsService,
} from 'nest-audit-trail';
import type { MadeDatabase } from '../support/databases.js';
import type { Community } from './community.js';
import type { Rank } from './evaluate.js';

/** A database that holds a community, and the package's own answer about it. */
export interface AskedSite {
  readonly linkedAccounts: Rank;
  close(): Promise<void>;
}

export async function askedSite(made: MadeDatabase, { events }: Community): Promise<AskedSite> {
  const imports = [
    TypeOrmModule.forRoot({
      ...made.options,
      autoLoadEntities: true,
      migrations: AUDIT_TRAIL_MIGRATIONS,
      migrationsRun: true,
    }),
    AuditTrailModule.forRoot({ prune: false, maxLookupsPerDay: 10_000_000 }),
  ];
  // oxlint-disable-next-line typescript/no-extraneous-class -- a module is what its metadata says
  const module = { module: class AskedSiteModule {}, imports };
  const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'] });
  await app.get(AuditTrailService).recordMany(
    events.map(({ userId, ip, action, entityType, entityId, at }) => ({
      user: userId,
      ip,
      action,
      entity: entityReference(entityType, entityId),
      at: new Date(at),
    })),
  );
  const investigation = app
    .get(InvestigationsService)
    .open({ staffId: 'bench', reason: 'How well are linked accounts found?' });
  return {
    linkedAccounts: async (userId) => (await investigation.linkedAccounts(userId)).items,
    close: async () => {
      await app.close();
      await made.drop();
    },
  };
}
