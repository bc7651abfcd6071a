import { AuditTrailService, entityReference, InvestigationsService } from 'nest-audit-trail';
import type { MadeDatabase } from '../support/databases.js';
import { trailContext } from '../support/trail-modules.js';
import type { Community } from './community.js';
import type { Rank } from './evaluate.js';

/** A database that holds a community, and the package's own answer about it. */
export interface AskedSite {
  readonly linkedAccounts: Rank;
  close(): Promise<void>;
}

export async function askedSite(made: MadeDatabase, { events }: Community): Promise<AskedSite> {
  const app = await trailContext(made.options, { prune: false, maxLookupsPerDay: 1_000_000 });
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
