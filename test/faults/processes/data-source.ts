import { DataSource, type DataSourceOptions } from 'typeorm';
import { AUDIT_TRAIL_ENTITIES, AUDIT_TRAIL_MIGRATIONS } from '../../../src/index.js';
import { FORUM_ENTITIES } from '../../support/forum/entities.js';

/** What an application gives to TypeORM's command and to ours; the connection comes from the environment. */
const connection = JSON.parse(process.env['CONNECTION'] ?? '{}') as DataSourceOptions;

export const dataSource = new DataSource({
  ...connection,
  entities: [...AUDIT_TRAIL_ENTITIES, ...FORUM_ENTITIES],
  migrations: AUDIT_TRAIL_MIGRATIONS,
});
