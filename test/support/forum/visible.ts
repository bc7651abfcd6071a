import type { Answer } from '../http-servers.js';

/** What a client sees of an answer and two equal requests have in common: all but the date. */
export function visible({ status, headers, text }: Answer): Pick<Answer, 'status' | 'headers' | 'text'> {
  const lasting = Object.entries(headers).filter(([name]) => name !== 'date');
  return { status, headers: Object.fromEntries(lasting), text };
}
