import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PAGES, root } from './pages.js';

const [, union = ''] =
  /export type AuditTrailErrorCode =([^;]+);/.exec(
    readFileSync(join(root, 'src/audit-trail.error.ts'), 'utf8'),
  ) ?? [];
const codes = [...union.matchAll(/'(\w+)'/g)].map(([, code = '']) => code);

/** The cells of each row that begins with a code. */
const rows = [...(PAGES.get('docs/errors.md') ?? '').matchAll(/^\| `([A-Z_]+)` .*$/gm)].map(([row]) =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim()),
);

describe('the page on errors', () => {
  it('has each code once, in the order of the type', () => {
    expect(codes.length).toBeGreaterThan(15);
    expect(rows.map(([code]) => code)).toEqual(codes.map((code) => `\`${code}\``));
  });

  it('says of each what it means, why it comes and what to do', () => {
    const lacking = rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell === ''));
    expect(lacking).toEqual([]);
  });
});
