import { Inject, Injectable } from '@nestjs/common';
import type { UserFinder } from 'nest-audit-trail/console';
import { AccountsService } from '../accounts/accounts.service.js';

/** Lets moderators look accounts up by their name. */
@Injectable()
export class AccountFinder implements UserFinder {
  constructor(@Inject(AccountsService) private readonly accounts: AccountsService) {}

  findUsers(text: string): Promise<string[]> {
    return this.accounts.idsNamed(text);
  }
}
