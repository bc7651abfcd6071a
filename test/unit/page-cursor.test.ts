import { describe, expect, it } from '@jest/globals';
import { assert, nat, property, string, uuid } from 'fast-check';
import { type PageCursor, readCursor, writeCursor } from '../../src/investigation/page-cursor.js';

const NOW = Date.UTC(2026, 10, 23, 12);
const DAY_MS = 86_400_000;
const CURSOR: PageCursor = {
  lookupId: '019aafff-0000-7abc-8000-0123456789ab',
  below: '019aafff-1234-7def-bfff-ffffffffffff',
  seen: 50,
};
const [key, oldKey, otherKey] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer];

describe('the cursor of a page', () => {
  it('is read as it was written, by the one who asked the same', () => {
    assert(
      property(uuid(), uuid(), nat(), string(), (lookupId, below, seen, question) => {
        const text = writeCursor({ lookupId, below, seen }, question, key, NOW);
        expect(readCursor(text, question, [key], NOW)).toEqual({ lookupId, below, seen });
        expect(readCursor(text, `${question}?`, [key], NOW)).toBeNull();
      }),
    );
  });

  it('can be written into a URL, and says nothing of the question', () => {
    const text = writeCursor(CURSOR, 'boss 203.0.113.7', key, NOW);
    expect(text).toMatch(/^[\w-]{80,120}$/);
    expect(Buffer.from(text, 'base64url').toString('latin1')).not.toMatch(/boss|203/);
  });

  it('goes on while the secret is rotated, and ends with the old one', () => {
    const text = writeCursor(CURSOR, 'q', oldKey, NOW);
    expect(readCursor(text, 'q', [key, oldKey], NOW)).toEqual(CURSOR);
    expect(readCursor(text, 'q', [key], NOW)).toBeNull();
    expect(readCursor(text, 'q', [otherKey], NOW)).toBeNull();
  });

  it('lasts for 24 hours', () => {
    const text = writeCursor(CURSOR, 'q', key, NOW);
    expect(readCursor(text, 'q', [key], NOW + DAY_MS - 1)).toEqual(CURSOR);
    expect(readCursor(text, 'q', [key], NOW + DAY_MS)).toBeNull();
  });

  it('is refused when one bit of it is another', () => {
    const bytes = Buffer.from(writeCursor(CURSOR, 'q', key, NOW), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(readCursor(changed.toString('base64url'), 'q', [key], NOW)).toBeNull();
    }
  });

  it.each([undefined, null, 7, {}, [], '', 'next', 'ä', 'A'.repeat(100), 'A'.repeat(10_000)])(
    'is refused where something else came: %p',
    (text) => {
      expect(readCursor(text, 'q', [key], NOW)).toBeNull();
    },
  );
});
