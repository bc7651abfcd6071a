/** A reason that the reader can do something about: shown as one sentence, without a stack. */
export class CannotStart extends Error {}

/** The code of a system or driver error, `ECONNREFUSED` or `28P01`; of several errors the first one's. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
