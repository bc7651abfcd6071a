import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { ForumRequest } from '../web/forum-request.js';
import { AccountsService } from './accounts.service.js';
import { SessionTokens } from './session-tokens.js';

/** Runs before every handler and puts the signed-in account where the audit trail looks for it: `request.user`. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(SessionTokens) private readonly tokens: SessionTokens,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<ForumRequest>();
    const token = tokenOf(request);
    const id = token === undefined ? null : this.tokens.verify(token);
    if (id !== null) request.user = (await this.accounts.byId(id)) ?? undefined;
    return true;
  }
}

function tokenOf({ headers }: Request): string | undefined {
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '');
  const cookie = /(?:^|;\s*)session=([^;]+)/.exec(headers.cookie ?? '');
  return (bearer ?? cookie)?.[1];
}
