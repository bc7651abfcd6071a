import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ForumSettings } from '../forum-settings.js';

export const SESSION_DAYS = 7;
const DAY_MS = 86_400_000;

/** Says who is signed in: `accountId.expiresAt.signature`, in a cookie or as a bearer token. */
@Injectable()
export class SessionTokens {
  constructor(@Inject(ForumSettings) private readonly settings: ForumSettings) {}

  issue(accountId: number): string {
    const claim = `${accountId}.${Date.now() + SESSION_DAYS * DAY_MS}`;
    return `${claim}.${this.sign(claim)}`;
  }

  /** The account id that the token was issued for, or `null`. */
  verify(token: string): number | null {
    const [id = '', expiresAt = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature);
    const wanted = Buffer.from(this.sign(`${id}.${expiresAt}`));
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
    return Number(expiresAt) > Date.now() ? Number(id) : null;
  }

  private sign(claim: string): string {
    return createHmac('sha256', this.settings.secret).update(`session ${claim}`).digest('base64url');
  }
}
