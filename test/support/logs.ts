import type { LoggerService, LogLevel } from '@nestjs/common';

export interface LogLine {
  readonly level: LogLevel;
  readonly context: string | undefined;
  readonly message: string;
  /** Of errors. */
  readonly stack?: string | undefined;
}

/** A Nest logger that prints nothing and keeps every line. */
export class LogLines implements LoggerService {
  readonly lines: LogLine[] = [];

  log(message: unknown, ...rest: unknown[]): void {
    this.keep('log', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.keep('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.keep('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.keep('verbose', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.keepWithStack('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.keepWithStack('fatal', message, rest);
  }

  /** The messages of one level, of one context or of all. */
  messages(level: LogLevel, context?: string): string[] {
    return this.lines
      .filter((line) => line.level === level && (context === undefined || line.context === context))
      .map(({ message }) => message);
  }

  /** All that was logged, stacks included, to look for what must not be in it. */
  get text(): string {
    return this.lines
      .map(
        ({ level, context, message, stack }) =>
          `${level} [${context ?? ''}] ${message}${stack ? `\n${stack}` : ''}`,
      )
      .join('\n');
  }

  clear(): void {
    this.lines.length = 0;
  }

  private keep(level: LogLevel, message: unknown, rest: unknown[]): void {
    // Nest passes further messages before the context.
    const { context, before } = splitContext(rest);
    this.lines.push({ level, context, message: [message, ...before].map(asText).join(' ') });
  }

  /** Nest calls `error(message, context)`, `error(message, stack, context)` or `error(message, undefined, context)`. */
  private keepWithStack(level: LogLevel, message: unknown, rest: unknown[]): void {
    const { context, before } = splitContext(rest);
    const given = before.filter((part) => part !== undefined);
    const stack = given.map(asText).join('\n') || (message instanceof Error ? message.stack : undefined);
    this.lines.push({ level, context, message: asText(message), stack });
  }
}

/** The context is what comes last, if it is text. */
function splitContext(rest: unknown[]): { context: string | undefined; before: unknown[] } {
  const last = rest.at(-1);
  return typeof last === 'string'
    ? { context: last, before: rest.slice(0, -1) }
    : { context: undefined, before: rest };
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return value.message;
  return JSON.stringify(value) ?? String(value);
}
