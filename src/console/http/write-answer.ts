import { type Answer, SAFE_HEADERS } from './answer.js';

/** What responses of Express and Fastify have in common. */
interface HostResponse {
  status(code: number): unknown;
  send(body: string): unknown;
  /** Express */
  setHeader?(name: string, value: string | readonly string[]): unknown;
  /** Fastify */
  header?(name: string, value: string | readonly string[]): unknown;
  /** Express */
  end?(body: Uint8Array): unknown;
}

/** Sends an answer, past whatever the application does with the values that handlers return. */
export function writeAnswer(response: object, answer: Answer): void {
  const to = response as HostResponse;
  writeSafeHeaders(response);
  setHeader(to, 'Content-Type', `${answer.type}; charset=utf-8`);
  if (answer.location !== undefined) setHeader(to, 'Location', answer.location);
  if (answer.cookies !== undefined && answer.cookies.length > 0) setHeader(to, 'Set-Cookie', answer.cookies);
  if (answer.fileName !== undefined) {
    setHeader(to, 'Content-Disposition', `attachment; filename="${answer.fileName}"`);
  }
  to.status(answer.status);
  if (to.setHeader === undefined) to.send(answer.body);
  else to.end?.(Buffer.from(answer.body));
}

/** Refusals of the application's guards carry them as well. */
export function writeSafeHeaders(response: object): void {
  for (const [name, value] of Object.entries(SAFE_HEADERS)) setHeader(response as HostResponse, name, value);
}

function setHeader(response: HostResponse, name: string, value: string | readonly string[]): void {
  if (response.setHeader !== undefined) response.setHeader(name, value);
  else response.header?.(name, value);
}
