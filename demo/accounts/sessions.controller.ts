import { Body, Controller, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { SkipAuditTrail } from 'nest-audit-trail';
import { AsPage, ThenShow } from '../web/page.js';
import { TextPipe } from '../web/text.pipe.js';
import { loginPage } from './account.pages.js';
import { AccountsService } from './accounts.service.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { SessionTokens } from './session-tokens.js';

const ANY_TEXT = new TextPipe({ max: 200 });

@Controller()
export class SessionsController {
  constructor(
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(SessionTokens) private readonly tokens: SessionTokens,
  ) {}

  @Get('login')
  @AsPage(loginPage)
  form() {
    return {};
  }

  /** Browsers keep the cookie; programs send the token as `Authorization: Bearer`. */
  // A session is no entity: what members do with it is recorded, not that they have one.
  @Post('sessions')
  @SkipAuditTrail()
  @ThenShow(() => '/')
  async logIn(
    @Body('name', ANY_TEXT) name: string,
    @Body('password', ANY_TEXT) password: string,
    @Res({ passthrough: true }) response: Response,
  ) {
    const account = await this.accounts.logIn(name.toLowerCase(), password);
    const token = this.tokens.issue(account.id);
    setSessionCookie(response, token);
    return { token, account };
  }

  @Post('sessions/end')
  @SkipAuditTrail()
  @HttpCode(204)
  @ThenShow(() => '/')
  logOut(@Res({ passthrough: true }) response: Response): void {
    clearSessionCookie(response);
  }
}
