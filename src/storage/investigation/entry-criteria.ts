import type { KeyRange } from '../dialects/read-plans.js';
import type { Dialect } from '../dialects/dialect.js';
import type { StatementText } from '../statement-text.js';
import type { TableNames } from '../table-names.js';

/** What entries must be like to be found; `null` where it does not matter. */
export interface EntryCriteria {
  readonly userId: string | null;
  readonly range: KeyRange | null;
  readonly entityType: string | null;
  readonly entityId: string | null;
  readonly action: string | null;
  readonly outcome: 'done' | 'failed';
}

const TEXTS = ['userId', 'entityType', 'entityId', 'action', 'outcome'] as const;

/**
 * The criteria as conditions beside those of the index that drives the statement; `done` names the properties that
 * it has answered already.
 */
export function conditionsBeside(
  dialect: Dialect,
  table: TableNames,
  text: StatementText,
  criteria: EntryCriteria,
  done: readonly string[],
): string {
  const conditions: string[] = [];
  const column = (property: string) => dialect.plans.aside(table.column(property));
  for (const property of TEXTS) {
    const value = criteria[property];
    if (value !== null && !done.includes(property))
      conditions.push(`${column(property)} = ${text.value(value)}`);
  }
  if (criteria.range !== null && !done.includes('ip')) {
    conditions.push(`${column('ip')} >= ${text.value(criteria.range.first)}`);
    conditions.push(`${column('ip')} <= ${text.value(criteria.range.last)}`);
  }
  return conditions.map((condition) => ` AND ${condition}`).join('');
}
