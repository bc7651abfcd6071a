import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Account } from './account.entity.js';
import { AccountsController } from './accounts.controller.js';
import { AccountsService } from './accounts.service.js';
import { FirstModerator } from './moderator.js';
import { SessionTokens } from './session-tokens.js';
import { SessionGuard } from './session.guard.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  imports: [TypeOrmModule.forFeature([Account])],
  controllers: [AccountsController, SessionsController],
  providers: [AccountsService, SessionTokens, FirstModerator, { provide: APP_GUARD, useClass: SessionGuard }],
  exports: [AccountsService],
})
export class AccountsModule {}
