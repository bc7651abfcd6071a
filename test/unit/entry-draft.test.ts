import { describe, expect, it } from '@jest/globals';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { draftOf, type EntryContent } from '../../src/recording/entry-draft.js';
import { AuditTrailEntry } from '../../src/index.js';
import { refusalOf } from './refusal.js';

const address = parseIpAddress('::ffff:203.0.113.7') ?? { family: 4, words: [0] };
const ID = '019aafa5-0000-7000-8000-000000000000';
const content: EntryContent = {
  userId: '7',
  address,
  type: 'Thread',
  id: '12',
  action: 'thread.start',
  outcome: 'done',
  snapshot: null,
};
const draft = (changes: Record<string, unknown> = {}) => draftOf({ ...content, ...changes }, ID, 1000);
const refused = (changes: Record<string, unknown>) => refusalOf(() => draft(changes), 'INVALID_ENTRY');

describe('an entry', () => {
  it('is seen by callers as it will be read from the database', () => {
    const { entry } = draft({ snapshot: { title: 'Welcome', at: new Date(0), nothing: undefined } });
    expect(entry).toBeInstanceOf(AuditTrailEntry);
    expect(Object.fromEntries(Object.entries(entry))).toEqual({
      id: ID,
      createdAt: new Date(1000),
      userId: '7',
      ip: '203.0.113.7',
      action: 'thread.start',
      entityType: 'Thread',
      entityId: '12',
      outcome: 'done',
      snapshot: { title: 'Welcome', at: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('is written with the key of the address and the milliseconds of the time', () => {
    expect(draft().row).toMatchObject({ id: ID, createdAt: 1000, ip: '4cb007107', snapshot: null });
  });

  it('does not follow a snapshot that changes afterwards', () => {
    const snapshot = { title: 'before' };
    const { entry, row } = draft({ snapshot });
    snapshot.title = 'after';
    expect([entry.snapshot, row.snapshot]).toEqual([{ title: 'before' }, '{"title":"before"}']);
  });
});

describe('text that no column can hold is refused, with its length and without itself', () => {
  it.each([
    ['action', 'action', 100],
    ['type', 'entity type', 100],
    ['id', 'entity id', 191],
  ])('%s', (name, title, longest) => {
    expect(draft({ [name]: 'ü'.repeat(longest) }).entry).toMatchObject({ userId: '7' });
    expect(refused({ [name]: 'x'.repeat(longest + 1) })).toBe(
      `The ${title} is a string of ${longest + 1} characters; wanted text of 1 to ${longest} characters.`,
    );
    expect(refused({ [name]: '' })).toBe(
      `The ${title} is an empty string; wanted text of 1 to ${longest} characters.`,
    );
    expect(refused({ [name]: 7 })).toBe(
      `The ${title} is a number; wanted text of 1 to ${longest} characters.`,
    );
    expect(refused({ [name]: 'secret\0' })).toBe(
      `The ${title} holds a NUL character, which no database keeps in text.`,
    );
    expect(refused({ [name]: 'secret\ud83d' })).toContain(`The ${title} holds half a surrogate pair`);
    expect(refused({ [name]: '\ude00secret' })).not.toContain('secret');
  });

  it('takes whole surrogate pairs, and what means something to SQL', () => {
    const id = `'";--\\{}NULL,$1?\u{1f600}\n`;
    expect(draft({ id }).entry.entityId).toBe(id);
  });
});

describe('a snapshot', () => {
  const ofBytes = (bytes: number) => ({ text: 'x'.repeat(bytes - '{"text":""}'.length) });

  it('may be 8 KiB of JSON, and not a byte more', () => {
    expect(draft({ snapshot: ofBytes(8192) }).row.snapshot).toHaveLength(8192);
    expect(refusalOf(() => draft({ snapshot: ofBytes(8193) }), 'SNAPSHOT_TOO_LARGE')).toBe(
      'The snapshot is 8193 bytes of JSON; at most 8192 are kept. Keep the fields that an investigation needs.',
    );
  });

  it('counts in bytes, not characters', () => {
    const snapshot = { text: 'ü'.repeat(5000) };
    expect(refusalOf(() => draft({ snapshot }), 'SNAPSHOT_TOO_LARGE')).toContain('10011 bytes');
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = circular;

  it.each<[string, unknown, string]>([
    ['a circle', circular, 'a plain object'],
    ['a bigint', { votes: 7n }, 'a plain object'],
    ['an array', [{ title: 'Welcome' }], 'an array of 1'],
    ['text', 'Welcome', 'a string of 7 characters'],
    ['a number', 7, 'a number'],
    ['true', true, 'a boolean'],
    ['a function', () => ({}), 'a function'],
    ['a promise', Promise.resolve({}), 'a promise'],
    ['what writes itself as text', new Date(0), 'an object of class Date'],
    ['what writes itself as nothing', { toJSON: () => undefined }, 'a plain object'],
    [
      'what throws when it is written',
      {
        toJSON: () => {
          throw new Error('secret');
        },
      },
      'a plain object',
    ],
  ])('that is %s is refused', (_, snapshot, shape) => {
    expect(refused({ snapshot })).toBe(`The snapshot is ${shape}; wanted an object that JSON can hold.`);
  });

  it.each([[null], [undefined]])('that is %p is none', (snapshot) => {
    expect(draft({ snapshot })).toMatchObject({ row: { snapshot: null }, entry: { snapshot: null } });
  });

  it('may hold what text may not, since JSON escapes it', () => {
    const snapshot = { 'nul\0': 'half \ud83d', 'quote"': "\\'" };
    expect(draft({ snapshot }).entry.snapshot).toEqual(snapshot);
    expect(draft({ snapshot }).row.snapshot).not.toContain('\0');
  });
});
