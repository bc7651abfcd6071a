import { InvestigationsService } from 'nest-audit-trail';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { trailContext } from '../support/trail-modules.js';

/** An application that holds nothing but the trail. */
export async function lookupContext(connection: DataSourceOptions) {
  const app = await trailContext(connection);
  return { app, dataSource: app.get(DataSource), investigations: app.get(InvestigationsService) };
}
