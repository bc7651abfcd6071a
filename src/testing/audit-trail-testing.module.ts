import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { BlockEnforcement } from '../blocking/block-enforcement.js';
import { BlockRefresh } from '../blocking/block-refresh.js';
import { IpBlockGuard } from '../blocking/ip-block.guard.js';
import { IpBlockMiddleware } from '../blocking/ip-block.middleware.js';
import { IpBlocksService } from '../blocking/ip-blocks.service.js';
import { Clock } from '../clock.js';
import { InvestigationsService } from '../investigation/investigations.service.js';
import type { AuditTrailModuleOptions } from '../options/audit-trail-options.js';
import { resolveOptions } from '../options/resolve-options.js';
import { AUDIT_TRAIL_OPTIONS } from '../options/resolved-options.js';
import { splitStaticOptions } from '../options/static-options.js';
import { PersonalDataService } from '../privacy/personal-data.service.js';
import { AuditTrailService } from '../recording/audit-trail.service.js';
import { AuditedRoutes } from '../recording/audited-routes.js';
import { ClientAddresses } from '../recording/client-addresses.js';
import { EntryWriter } from '../recording/entry-writer.js';
import { RequestRecorder } from '../recording/request-recorder.js';
import { RouteTable } from '../recording/route-table.js';
import { PeerAddresses } from '../request/peer-addresses.js';
import { RegisteredEntities } from '../request/registered-entities.js';
import { IpRetentionService } from '../retention/ip-retention.service.js';
import { HealthSigns } from '../settings/health-signs.js';
import { DeclaredEntities } from './declared-entities.js';
import { MEMORY_RECORDER } from './memory-recorder.js';
import { MemoryWriter } from './memory-writer.js';
import { RecordedEntries } from './recorded-entries.js';
import { TestClock } from './test-clock.js';
import { withoutDatabase } from './without-database.js';

/** What is real in a test: how requests are read, what is checked, and what is recorded. */
const RECORDING = [
  AuditTrailService,
  AuditedRoutes,
  ClientAddresses,
  HealthSigns,
  PeerAddresses,
  RequestRecorder,
  RouteTable,
];

/** What needs a database can be injected, and says so where it is used. */
const NEEDS_DATABASE: readonly Type<object>[] = [
  InvestigationsService,
  IpBlocksService,
  IpRetentionService,
  PersonalDataService,
];

/** Nobody is blocked. */
const BLOCKING = [
  { provide: BlockEnforcement, useValue: { isOn: false } },
  { provide: BlockRefresh, useValue: {} },
  IpBlockGuard,
  IpBlockMiddleware,
];

const PROVIDERS = [
  TestClock,
  { provide: Clock, useExisting: TestClock },
  RecordedEntries,
  { provide: RegisteredEntities, useClass: DeclaredEntities },
  { provide: EntryWriter, useClass: MemoryWriter },
  MEMORY_RECORDER,
  ...RECORDING,
  ...NEEDS_DATABASE.map((service) => ({ provide: service, useFactory: () => withoutDatabase(service) })),
  ...BLOCKING,
] satisfies Provider[];

/**
 * Takes the place of `AuditTrailModule` in tests without a database: `@AuditTrail()` and `AuditTrailService` read,
 * check and record as they do in the application, and what was recorded is kept for the test to look at.
 *
 * ```ts
 * const module = await Test.createTestingModule({
 *   imports: [AuditTrailTestingModule.forRoot()],
 *   controllers: [ThreadsController],
 *   providers: [{ provide: ThreadsService, useValue: { create: () => Object.assign(new Thread(), { id: 1 }) } }],
 * }).compile();
 * ```
 */
@Module({})
export class AuditTrailTestingModule {
  /**
   * @param options as `AuditTrailModule.forRoot` takes them; `dataSource` means nothing here
   * @throws AuditTrailError `INVALID_OPTIONS`
   */
  static forRoot(options: AuditTrailModuleOptions = {}): DynamicModule {
    const { isGlobal, rest } = splitStaticOptions(options);
    return {
      module: AuditTrailTestingModule,
      global: isGlobal,
      imports: [DiscoveryModule],
      providers: [{ provide: AUDIT_TRAIL_OPTIONS, useValue: resolveOptions(rest) }, ...PROVIDERS],
      exports: [
        AuditTrailService,
        RecordedEntries,
        RegisteredEntities,
        RequestRecorder,
        RouteTable,
        TestClock,
        ...NEEDS_DATABASE,
        ...BLOCKING.map((one) => ('provide' in one ? one.provide : one)),
      ],
    };
  }
}
