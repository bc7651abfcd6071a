import type { ConsoleRequest } from './console-request.js';

/**
 * Whether another site's page sent the request. `Referrer-Policy: no-referrer` makes browsers send `Origin: null` for
 * the console's own forms: that is ours where `Sec-Fetch-Site` says so.
 */
export function isForeign({ headers, host }: Pick<ConsoleRequest, 'headers' | 'host'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  const { origin } = headers;
  if (origin === undefined) return false;
  if (origin === 'null') return site !== 'same-origin';
  const from = URL.canParse(origin) ? new URL(origin).host : null;
  return from === null || (from !== headers.host && from !== host);
}
