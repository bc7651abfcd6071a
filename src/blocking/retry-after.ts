const SECONDS = '2';

/** Says on a response, of Express, of Fastify or of Node itself, when to come again. */
export function sayRetryAfter(response: unknown): void {
  const { header, setHeader } = Object(response) as {
    header?: (name: string, value: string) => unknown;
    setHeader?: (name: string, value: string) => unknown;
  };
  (header ?? setHeader)?.call(response, 'Retry-After', SECONDS);
}
