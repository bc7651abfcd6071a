import type { Request } from 'express';
import type { Account } from '../accounts/account.entity.js';

/** A request after the session guard: `user` is who is signed in, where the audit trail looks by default. */
export interface ForumRequest extends Request {
  user?: Account;
}

/** Whether a browser asks; programs, which accept anything or JSON, get JSON. */
export function wantsHtml(request: Request): boolean {
  return request.accepts(['json', 'html']) === 'html';
}
