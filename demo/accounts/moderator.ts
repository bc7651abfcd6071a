import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { AccountsService } from './accounts.service.js';

/** Printed at start and written in the README: good enough for a demo that listens on this machine only. */
export const MODERATOR = { name: 'moderator', password: 'let-me-moderate' };

/** A new forum has a moderator from the start. */
@Injectable()
export class FirstModerator implements OnApplicationBootstrap {
  constructor(@Inject(AccountsService) private readonly accounts: AccountsService) {}

  async onApplicationBootstrap(): Promise<void> {
    if (await this.accounts.named(MODERATOR.name)) return;
    await this.accounts.register(MODERATOR.name, MODERATOR.password, { moderator: true });
  }
}
