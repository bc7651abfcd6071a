import { type DynamicModule, type InjectionToken, Module, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { AccessLog } from './access-log/access-log.js';
import { BLOCK_ENFORCEMENT, BLOCKING_PROVIDERS } from './blocking/blocking.providers.js';
import { BlockEnforcement } from './blocking/block-enforcement.js';
import { BlockList } from './blocking/block-list.js';
import { BlockSuccessions } from './blocking/block-successions.js';
import { BlockRefresh } from './blocking/block-refresh.js';
import { IpBlockGuard } from './blocking/ip-block.guard.js';
import { IpBlockMiddleware } from './blocking/ip-block.middleware.js';
import { IpBlocksService } from './blocking/ip-blocks.service.js';
import { Clock } from './clock.js';
import { ActivityQuestion } from './investigation/activity.question.js';
import { INVESTIGATION_PROVIDERS } from './investigation/investigation.providers.js';
import { InvestigationsService } from './investigation/investigations.service.js';
import { StaffLookups } from './investigation/staff-lookups.js';
import type {
  AuditTrailModuleAsyncOptions,
  AuditTrailModuleOptions,
  AuditTrailOptionsFactory,
} from './options/audit-trail-options.js';
import { resolveOptions } from './options/resolve-options.js';
import { AUDIT_TRAIL_OPTIONS } from './options/resolved-options.js';
import { checkAsyncOptions, splitStaticOptions } from './options/static-options.js';
import { PersonalDataService } from './privacy/personal-data.service.js';
import { PRIVACY_PROVIDERS } from './privacy/privacy.providers.js';
import { AuditTrailService } from './recording/audit-trail.service.js';
import { EntryWriter } from './recording/entry-writer.js';
import { RECORDING_PROVIDERS } from './recording/recording.providers.js';
import { RequestRecorder } from './recording/request-recorder.js';
import { RouteTable } from './recording/route-table.js';
import { IpRetentionService } from './retention/ip-retention.service.js';
import { RETENTION_PROVIDERS, RETENTION_SCHEDULE } from './retention/retention.providers.js';
import { HealthSigns } from './settings/health-signs.js';
import { Secret } from './settings/secret.js';
import { SETTINGS_PROVIDERS } from './settings/settings.providers.js';
import { SiteAnnouncement } from './settings/site-announcement.js';
import { AcceptedEntries } from './storage/accepted-entries.js';
import { STORAGE_PROVIDERS } from './storage/storage.providers.js';
import { AUDIT_TRAIL_DATA_SOURCE } from './storage/data-source.token.js';
import { AUDIT_TRAIL_ENTITIES } from './storage/entities/audit-trail-entities.js';

const PROVIDERS = [
  Clock,
  ...STORAGE_PROVIDERS,
  ...SETTINGS_PROVIDERS,
  SiteAnnouncement,
  AccessLog,
  ...RECORDING_PROVIDERS,
  ...RETENTION_PROVIDERS,
  ...RETENTION_SCHEDULE,
  ...PRIVACY_PROVIDERS,
  ...INVESTIGATION_PROVIDERS,
  ...BLOCKING_PROVIDERS,
  ...BLOCK_ENFORCEMENT,
  // What was asked about a person is answered with what is still in memory.
  { provide: AcceptedEntries, useExisting: EntryWriter },
] satisfies Provider[];

/** What interceptor and guard need in the module of each controller, the console in its own, and what applications inject. */
const EXPORTS = [
  AUDIT_TRAIL_OPTIONS,
  Clock,
  Secret,
  AccessLog,
  ActivityQuestion,
  StaffLookups,
  BlockList,
  BlockSuccessions,
  HealthSigns,
  AuditTrailService,
  InvestigationsService,
  IpBlocksService,
  IpRetentionService,
  PersonalDataService,
  RouteTable,
  RequestRecorder,
  BlockEnforcement,
  BlockRefresh,
  IpBlockGuard,
  IpBlockMiddleware,
];

/**
 * Records who acted from which IP address, on what and when, and deletes it on time.
 *
 * ```ts
 * imports: [TypeOrmModule.forRoot({ ...connection, autoLoadEntities: true, migrations: AUDIT_TRAIL_MIGRATIONS, migrationsRun: true }),
 *   ScheduleModule.forRoot(), AuditTrailModule.forRoot({ ipStoreDays: 90 })]
 * ```
 */
@Module({})
export class AuditTrailModule {
  /** @throws AuditTrailError `INVALID_OPTIONS`, naming the option, what came and what was wanted */
  static forRoot(options: AuditTrailModuleOptions = {}): DynamicModule {
    const { isGlobal, dataSource, rest } = splitStaticOptions(options);
    return moduleOf(isGlobal, dataSource, [{ provide: AUDIT_TRAIL_OPTIONS, useValue: resolveOptions(rest) }]);
  }

  /**
   * As `forRoot`, with options that `useFactory`, `useClass` or `useExisting` provides.
   *
   * @throws AuditTrailError `INVALID_OPTIONS`
   */
  static forRootAsync(options: AuditTrailModuleAsyncOptions): DynamicModule {
    const { isGlobal, dataSource, rest } = splitStaticOptions(options);
    checkAsyncOptions(rest);
    return moduleOf(isGlobal, dataSource, asyncOptions(rest), rest.imports);
  }
}

function moduleOf(
  isGlobal: boolean,
  dataSource: string | undefined,
  options: Provider[],
  imports: DynamicModule['imports'] = [],
): DynamicModule {
  return {
    module: AuditTrailModule,
    global: isGlobal,
    imports: [...imports, DiscoveryModule, TypeOrmModule.forFeature(AUDIT_TRAIL_ENTITIES, dataSource)],
    providers: [
      ...options,
      { provide: AUDIT_TRAIL_DATA_SOURCE, useExisting: getDataSourceToken(dataSource) },
      ...PROVIDERS,
    ],
    exports: EXPORTS,
  };
}

function asyncOptions({
  useFactory,
  useClass,
  useExisting,
  inject = [],
}: AuditTrailModuleAsyncOptions): Provider[] {
  if (useClass !== undefined) return [{ provide: useClass, useClass }, optionsFrom(useClass)];
  if (useExisting !== undefined) return [optionsFrom(useExisting)];
  return [
    {
      provide: AUDIT_TRAIL_OPTIONS,
      inject,
      useFactory: async (...injected: unknown[]) => resolveOptions(await useFactory?.(...injected)),
    },
  ];
}

function optionsFrom(token: InjectionToken<AuditTrailOptionsFactory>): Provider {
  return {
    provide: AUDIT_TRAIL_OPTIONS,
    inject: [token],
    useFactory: async (factory: AuditTrailOptionsFactory) =>
      resolveOptions(await factory.createAuditTrailOptions()),
  };
}
