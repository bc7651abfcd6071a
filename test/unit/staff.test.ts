import { describe, expect, it } from '@jest/globals';
import { Staff } from '../../src/access-log/staff.js';
import { refusalOf } from './refusal.js';

const reason = 'Report 4711';

describe('who looks something up', () => {
  it('has a name and a reason', () => {
    expect(Staff.of({ staffId: 'mod-1', reason: '  Report 4711 ' })).toMatchObject({
      id: 'mod-1',
      reason: 'Report 4711',
      isSystem: false,
    });
  });

  it.each<[string, unknown]>([
    ['no name', { reason }],
    ['an empty name', { staffId: '', reason }],
    ['a name with a space before it', { staffId: ' mod', reason }],
    ['a number', { staffId: 7, reason }],
    ['a name of 256 characters', { staffId: 'm'.repeat(256), reason }],
    ["the name of the package's own lookups", { staffId: 'system', reason }],
    ['nothing at all', undefined],
  ])('is refused with %s', (_, by) => {
    expect(refusalOf(() => Staff.of(by), 'INVALID_USER')).toMatch(
      /^The staffId is .*; wanted the id of the staff/,
    );
  });

  it.each<[string, unknown]>([
    ['no reason', undefined],
    ['two characters', 'ok'],
    ['white space around two characters', '  ok  '],
    ['501 characters', 'x'.repeat(501)],
    ['a NUL character', 'because\0'],
    ['half a surrogate pair', 'because \ud83d'],
    ['a number', 4711],
  ])('is refused with %s', (_, given) => {
    const message = refusalOf(() => Staff.of({ staffId: 'mod-1', reason: given }), 'REASON_REQUIRED');
    expect(message).toMatch(/^The reason is .*; wanted 3 to 500 characters/);
  });

  it('may give a reason of 3 characters, of 500, and of 500 that each take two', () => {
    for (const given of ['bot', 'x'.repeat(500), '🕵'.repeat(500)]) {
      expect(Staff.of({ staffId: 'mod-1', reason: given }).reason).toBe(given);
    }
  });

  it('leaves no address in the reason, and no more than the column holds', () => {
    expect(Staff.of({ staffId: 'mod-1', reason: 'same as 2001:db8::7/64' }).reason).toBe('same as [address]');
    const long = Staff.of({ staffId: 'mod-1', reason: '::1 '.repeat(125) }).reason;
    expect(long).toHaveLength(500);
    expect(long).not.toContain('::');
  });

  it('is refused without a word of the name or the reason', () => {
    for (const by of [
      { staffId: 'größe', reason },
      { staffId: 'mod-1', reason: 'größe'.repeat(200) },
    ]) {
      expect(() => Staff.of(by)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('größe') }),
      );
    }
  });
});
