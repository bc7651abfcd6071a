import { Module } from '@nestjs/common';
import { AuditTrailConsoleModule } from 'nest-audit-trail/console';
import { AccountsModule } from '../accounts/accounts.module.js';
import { moderatorOnly } from '../accounts/signed-in.js';
import type { ForumRequest } from '../web/forum-request.js';
import { AccountFinder } from './account-finder.js';
import { CONSOLE_PATH } from './console-path.js';

/** The pages of the audit trail, for moderators only. */
@Module({
  imports: [
    AuditTrailConsoleModule.register({
      path: CONSOLE_PATH,
      guards: [moderatorOnly],
      imports: [AccountsModule],
      staff: ({ user }: ForumRequest) => (user ? { staffId: user.name } : null),
      can: () => ({ investigate: true, seeAddresses: true, block: true, seeLookups: true }),
      userFinder: AccountFinder,
    }),
  ],
})
export class StaffModule {}
