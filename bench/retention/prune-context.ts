import { type AuditTrailModuleOptions, AuditTrailService, IpRetentionService } from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { trailContext } from '../support/trail-modules.js';

export interface PruneContext {
  readonly dataSource: DataSource;
  readonly trail: AuditTrailService;
  readonly retention: IpRetentionService;
}

/** An application that holds nothing but the trail, for as long as the work takes. */
export async function inPruneContext<T>(
  connection: DataSourceOptions,
  trail: AuditTrailModuleOptions,
  work: (context: PruneContext) => Promise<T>,
): Promise<T> {
  const app = await trailContext(connection, trail, false);
  try {
    return await work({
      dataSource: app.get(DataSource),
      trail: app.get(AuditTrailService),
      retention: app.get(IpRetentionService),
    });
  } finally {
    await app.close();
  }
}

/** Takes back what earlier processes announced: their longer store times would hold for a day. */
export async function forgetAnnouncements(dataSource: DataSource): Promise<void> {
  await dataSource.query('DELETE FROM audit_trail_setting');
}
