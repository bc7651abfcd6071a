import { Body, Controller, Get, Inject, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AuditTrail } from 'nest-audit-trail';
import { AsPage, ThenShow } from '../web/page.js';
import { TextPipe } from '../web/text.pipe.js';
import { Account } from './account.entity.js';
import { registerPage } from './account.pages.js';
import { AccountsService } from './accounts.service.js';
import { NamePipe } from './name.pipe.js';
import { setSessionCookie } from './session-cookie.js';
import { SessionTokens } from './session-tokens.js';

const NEW_PASSWORD = new TextPipe({ min: 8, max: 200 });

@Controller()
export class AccountsController {
  constructor(
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(SessionTokens) private readonly tokens: SessionTokens,
  ) {}

  @Get('register')
  @AsPage(registerPage)
  form() {
    return {};
  }

  /** Nobody is signed in yet: the new account is the user that is recorded. */
  @Post('accounts')
  @AuditTrail({ action: 'account.register', user: (account: Account) => account })
  @ThenShow(() => '/')
  async register(
    @Body('name', NamePipe) name: string,
    @Body('password', NEW_PASSWORD) password: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Account> {
    const account = await this.accounts.register(name, password);
    setSessionCookie(response, this.tokens.issue(account.id));
    return account;
  }
}
