import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { DataSource } from 'typeorm';
import { arrayLiteral } from '../../src/storage/dialects/array-literal.js';
import { createDatabase } from '../support/databases.js';

const AWKWARD = [
  '',
  ' ',
  'NULL',
  'null',
  '"',
  '\\',
  '\\"',
  '{}',
  '{a,b}',
  ',',
  "'",
  '\n\t',
  'größe',
  '🙂',
  '\\x41',
  '$1',
];

describe('an array of texts, as PostgreSQL reads it', () => {
  it('is read back as it was written, whatever is in the texts', async () => {
    const database = await createDatabase('postgres');
    const dataSource = await new DataSource(database.options).initialize();
    try {
      const readBack = async (texts: readonly (string | null)[]) => {
        const [{ back }] = await dataSource.query<[{ back: unknown[] }]>('select $1::text[] as back', [
          arrayLiteral(texts),
        ]);
        return back;
      };
      expect(await readBack([...AWKWARD, null])).toEqual([...AWKWARD, null]);
      const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0') && one.isWellFormed());
      await fc.assert(
        fc.asyncProperty(fc.array(fc.option(text)), async (texts) => {
          expect(await readBack(texts)).toEqual(texts);
        }),
        { numRuns: 500 },
      );
    } finally {
      await dataSource.destroy();
      await database.drop();
    }
  });
});
