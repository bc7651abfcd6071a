import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DataSource } from 'typeorm';
import { AccessLog } from '../access-log/access-log.js';
import { BLOCKING_PROVIDERS } from '../blocking/blocking.providers.js';
import { Clock } from '../clock.js';
import type { AuditTrailOptions } from '../options/audit-trail-options.js';
import { resolveOptions } from '../options/resolve-options.js';
import { AUDIT_TRAIL_OPTIONS } from '../options/resolved-options.js';
import { PRIVACY_PROVIDERS } from '../privacy/privacy.providers.js';
import { RETENTION_PROVIDERS } from '../retention/retention.providers.js';
import { SETTINGS_PROVIDERS } from '../settings/settings.providers.js';
import { type Site, SiteSettings } from '../settings/site-settings.js';
import { AUDIT_TRAIL_DATA_SOURCE } from '../storage/data-source.token.js';
import { SchemaCheck } from '../storage/schema-check.js';
import { SettingStore } from '../storage/setting.store.js';
import { STORAGE_PROVIDERS } from '../storage/storage.providers.js';
import { TrailDatabase } from '../storage/trail-database.js';
import { CommandError, EXIT_CODE } from './exit-code.js';
import { loadDataSource } from './load-data-source.js';
import type { Terminal } from './terminal.js';

/** What a command works with: the site's database, and the package's services on it. */
export interface OpenSite {
  readonly services: INestApplicationContext;
  /** What the application announced when it started; `null` where it never did. */
  readonly site: Site | null;
  /** Fires on Ctrl-C and SIGTERM: what is under way ends with its batch. */
  readonly signal: AbortSignal;
}

/**
 * Opens the site's database for one piece of work, and closes it after.
 *
 * @param optionsFor the options of the services, from what the application announced
 * @throws CommandError for a wrong file and a database that is away; AuditTrailError `SCHEMA_MISSING`, `UNSUPPORTED_DATABASE`
 */
export async function withSite<T>(
  file: string,
  terminal: Terminal,
  optionsFor: (site: Site | null) => AuditTrailOptions,
  work: (open: OpenSite) => Promise<T>,
): Promise<T> {
  const dataSource = await connected(await loadDataSource(file));
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  for (const signal of SIGNALS) process.once(signal, abort);
  try {
    const database = new TrailDatabase(dataSource);
    await new SchemaCheck(database).onModuleInit();
    const site = await new SiteSettings(new SettingStore(database), database).read();
    const services = await startServices(dataSource, optionsFor(site), terminal);
    try {
      return await work({ services, site, signal: stop.signal });
    } finally {
      await services.close();
    }
  } finally {
    for (const signal of SIGNALS) process.off(signal, abort);
    if (dataSource.isInitialized) await dataSource.destroy();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

async function connected(dataSource: DataSource): Promise<DataSource> {
  if (dataSource.isInitialized) return dataSource;
  // As TypeORM's own command does: nothing about the schema may happen on the way, and no query may be printed.
  const quiet = {
    synchronize: false,
    migrationsRun: false,
    dropSchema: false,
    logging: false,
    subscribers: [],
  };
  dataSource.setOptions(quiet);
  try {
    return await dataSource.initialize();
  } catch (error) {
    const { code, name } = error as { code?: unknown; name?: unknown };
    throw new CommandError(
      EXIT_CODE.failed,
      `The database cannot be reached (${typeof code === 'string' ? code : String(name)}). Is it running, and are host, port, user and password in the data source file right?`,
    );
  }
}

async function startServices(
  dataSource: DataSource,
  options: AuditTrailOptions,
  terminal: Terminal,
): Promise<INestApplicationContext> {
  @Module({
    providers: [
      { provide: AUDIT_TRAIL_OPTIONS, useValue: resolveOptions(options) },
      { provide: AUDIT_TRAIL_DATA_SOURCE, useValue: dataSource },
      Clock,
      ...STORAGE_PROVIDERS,
      ...SETTINGS_PROVIDERS,
      AccessLog,
      ...RETENTION_PROVIDERS,
      ...PRIVACY_PROVIDERS,
      ...BLOCKING_PROVIDERS,
    ],
  })
  class CommandModule {}
  const say = (message: unknown): void => terminal.warn(String(message));
  const silent = (): void => undefined;
  return NestFactory.createApplicationContext(CommandModule, {
    // The log of the services belongs with what is said about the results, not among them.
    logger: { log: silent, warn: say, error: say, fatal: say },
    abortOnError: false,
  });
}
