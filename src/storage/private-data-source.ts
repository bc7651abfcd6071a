import { DataSource, type DataSourceOptions } from 'typeorm';

/**
 * A data source for one connection of the package's own to the host's database: to the primary, without the host's
 * entities, and without its query logger, which must not see addresses. Nothing that changes a schema is taken over.
 */
export function privateDataSource({ options }: DataSource): DataSource {
  const { replication, extra, ...rest } = options as unknown as {
    replication?: { master: object };
    extra?: Record<string, unknown>;
    applicationName?: string;
  };
  // The size of the host's pool, as the drivers call it.
  const { max: _max, min: _min, connectionLimit: _limit, ...driverOptions } = extra ?? {};
  return new DataSource({
    ...rest,
    ...replication?.master,
    extra: driverOptions,
    poolSize: 1,
    ...(rest.applicationName !== undefined && { applicationName: `${rest.applicationName} (audit trail)` }),
    entities: [],
    subscribers: [],
    migrations: [],
    migrationsRun: false,
    synchronize: false,
    dropSchema: false,
    installExtensions: false,
    cache: false,
    logging: false,
    logger: undefined,
    // Slow statements would be printed even so.
    maxQueryExecutionTime: undefined,
    charset: undefined,
  } as unknown as DataSourceOptions);
}
