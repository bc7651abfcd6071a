import { type DynamicModule, Inject, Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';
import { ConsoleDesk } from './console-desk.js';
import {
  type AuditTrailConsoleOptions,
  checkConsoleOptions,
  CONSOLE_OPTIONS,
  USER_FINDER,
} from './console-options.js';
import { consoleController } from './console.controller.js';
import { BlockListsHandler } from './handlers/block-lists.handler.js';
import { BlocksHandler } from './handlers/blocks.handler.js';
import { CompareReading } from './handlers/compare.reading.js';
import { EntityReading } from './handlers/entity.reading.js';
import { FindHandler } from './handlers/find.handler.js';
import { LookedUpPages } from './handlers/looked-up.js';
import { LookupHandler } from './handlers/lookup.handler.js';
import { LookupsHandler } from './handlers/lookups.handler.js';
import { ProposalsReading } from './handlers/proposals.reading.js';
import { RangeReading } from './handlers/range.reading.js';
import { RetentionHandler } from './handlers/retention.handler.js';
import { StartHandler } from './handlers/start.handler.js';
import { UserReading } from './handlers/user.reading.js';
import { SafeHeadersGuard } from './http/safe-headers.guard.js';
import { Seals } from './http/seals.js';
import { People } from './people.js';
import { Visitors } from './visitors.js';

/**
 * Pages on which staff look up who acted from where, compare accounts and block addresses, behind the application's
 * own guards.
 *
 * ```ts
 * AuditTrailConsoleModule.register({
 *   path: 'staff/audit-trail',
 *   guards: [StaffGuard],
 *   imports: [AccountsModule],
 *   staff: ({ user }) => user && { staffId: user.id },
 * })
 * ```
 */
@Module({})
export class AuditTrailConsoleModule implements OnApplicationBootstrap {
  /** @internal */
  constructor(
    @Inject(CONSOLE_OPTIONS) private readonly options: AuditTrailConsoleOptions,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
  ) {}

  /** @throws AuditTrailError `INVALID_OPTIONS`: without guards there is no console */
  static register(options: AuditTrailConsoleOptions): DynamicModule {
    const checked = checkConsoleOptions(options);
    return {
      module: AuditTrailConsoleModule,
      imports: checked.imports ?? [],
      controllers: [consoleController(checked)],
      providers: [
        { provide: CONSOLE_OPTIONS, useValue: checked },
        checked.userFinder === undefined
          ? { provide: USER_FINDER, useValue: null }
          : { provide: USER_FINDER, useClass: checked.userFinder },
        SafeHeadersGuard,
        Seals,
        Visitors,
        ConsoleDesk,
        People,
        LookedUpPages,
        UserReading,
        RangeReading,
        EntityReading,
        CompareReading,
        ProposalsReading,
        StartHandler,
        FindHandler,
        LookupHandler,
        LookupsHandler,
        BlocksHandler,
        BlockListsHandler,
        RetentionHandler,
      ],
    };
  }

  onApplicationBootstrap(): void {
    const path = [this.config.getGlobalPrefix(), this.options.path].flatMap((part) => part.split('/'));
    new Logger('AuditTrail').log(`The console is at /${path.filter((part) => part !== '').join('/')}`);
  }
}
