import type { CookieOptions, Response } from 'express';
import { SESSION_DAYS } from './session-tokens.js';

/** `lax`: a form on a foreign site sends no cookie along, so it cannot act for the member. */
const OPTIONS: CookieOptions = { httpOnly: true, sameSite: 'lax' };

export function setSessionCookie(response: Response, token: string): void {
  response.cookie('session', token, { ...OPTIONS, maxAge: SESSION_DAYS * 86_400_000 });
}

export function clearSessionCookie(response: Response): void {
  response.clearCookie('session', OPTIONS);
}
