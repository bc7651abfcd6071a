import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AUDIT_TRAIL_MIGRATIONS, AuditTrailModule, IpBlockGuard } from 'nest-audit-trail';
import { AccountsModule } from './accounts/accounts.module.js';
import { AccountsService } from './accounts/accounts.service.js';
import { CreateForum1795392000000 } from './database/create-forum.migration.js';
import { ForumModule } from './forum/forum.module.js';
import { ForumSettings } from './forum-settings.js';
import { StaffModule } from './staff/staff.module.js';
import { IP_STORE_DAYS } from './trail/store-days.js';
import { TrailModule } from './trail/trail.module.js';
import { BrowserInterceptor } from './web/browser.interceptor.js';
import { ErrorPageFilter } from './web/error-page.filter.js';

@Module({})
export class AppModule {
  static on(settings: ForumSettings): DynamicModule {
    return {
      module: AppModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot({
          ...settings.database,
          autoLoadEntities: true,
          migrations: [...AUDIT_TRAIL_MIGRATIONS, CreateForum1795392000000],
          migrationsRun: true,
          // A database that cannot be reached ends the start with one sentence, instead of ten tries.
          toRetry: () => false,
        }),
        ScheduleModule.forRoot(),
        AuditTrailModule.forRootAsync({
          imports: [AccountsModule],
          inject: [AccountsService],
          useFactory: (accounts: AccountsService) => ({
            ipStoreDays: IP_STORE_DAYS,
            describeUsers: (ids) => accounts.describe(ids),
          }),
        }),
        ForumModule,
        TrailModule,
        StaffModule,
      ],
      providers: [
        { provide: ForumSettings, useValue: settings },
        { provide: APP_GUARD, useExisting: IpBlockGuard },
        { provide: APP_INTERCEPTOR, useClass: BrowserInterceptor },
        { provide: APP_FILTER, useClass: ErrorPageFilter },
      ],
      exports: [ForumSettings],
    };
  }
}
