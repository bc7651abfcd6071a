import type { PersonalRecord } from '../privacy/personal-record.js';
import { csvLine } from './csv-line.js';

/** One file for all kinds of records; what a kind does not have stays empty. */
const COLUMNS = [
  'kind',
  'at',
  'id',
  'userId',
  'ip',
  'action',
  'entityType',
  'entityId',
  'outcome',
  'snapshot',
  'reason',
  'entity',
  'column',
  'range',
  'effect',
  'expiresAt',
  'liftedAt',
] as const;

/** The pieces of text of an export, each record whole. */
export const EXPORT_FORMATS = {
  async *json(records: AsyncIterable<PersonalRecord>): AsyncIterable<string> {
    let lead = '[\n';
    for await (const record of records) {
      yield `${lead}${JSON.stringify(record)}`;
      lead = ',\n';
    }
    yield lead === '[\n' ? '[]\n' : '\n]\n';
  },
  async *csv(records: AsyncIterable<PersonalRecord>): AsyncIterable<string> {
    yield csvLine(COLUMNS);
    for await (const record of records) {
      const cells: Record<string, unknown> = { ...record };
      // An entry calls it createdAt.
      cells['at'] ??= cells['createdAt'];
      yield csvLine(COLUMNS.map((column) => cells[column]));
    }
  },
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
