import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { CannotStart, codeOf } from '../start/cannot-start.js';

/** Tries the database before the forum starts, so that what is wrong with it comes as one sentence. */
export async function canConnect(options: TypeOrmModuleOptions): Promise<void> {
  const dataSource = new DataSource(options as DataSourceOptions);
  try {
    await dataSource.initialize();
  } catch (error) {
    const reason = error instanceof Error && error.message ? error.message : codeOf(error);
    throw new CannotStart(`The database of DATABASE_URL cannot be opened: ${reason?.replace(/\.$/, '')}.`, {
      cause: error,
    });
  }
  await dataSource.destroy();
}
