import type { Dialect, Statement } from './dialects/dialect.js';

/** Collects the values of a statement while its text is written, from left to right. */
export class StatementText {
  private readonly parameters: unknown[] = [];

  constructor(private readonly dialect: Pick<Dialect, 'parameter'>) {}

  /** The placeholder for a value. */
  value(value: unknown): string {
    return this.dialect.parameter(this.parameters.push(value));
  }

  /** The text with the values that were named in it. */
  statement(sql: string): Statement {
    return { sql, parameters: this.parameters };
  }
}
