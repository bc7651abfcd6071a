/** The fields of a driver's error that name its kind; none of them holds data. */
export interface ErrorFields {
  readonly code?: string;
  readonly errno?: number;
  readonly severity?: string;
  readonly sqlState?: string;
  readonly message: string;
}

export function errorFields(error: unknown): ErrorFields {
  if (typeof error !== 'object' || error === null) return { message: String(error) };
  const { code, errno, severity, sqlState, message } = error as Record<string, unknown>;
  return {
    ...(typeof code === 'string' && { code }),
    ...(typeof errno === 'number' && { errno }),
    ...(typeof severity === 'string' && { severity }),
    ...(typeof sqlState === 'string' && { sqlState }),
    message: typeof message === 'string' ? message : '',
  };
}
