import { describe, expect, it } from '@jest/globals';
import { resolveOptions } from '../../src/options/resolve-options.js';
import { refusalOf } from './refusal.js';

const aSecret = 'a secret of at least 32 bytes, or more';

describe('a secret', () => {
  it.each<[string, unknown]>([
    ['31 bytes', 'hunter2-hunter2-hunter2-hunter2'],
    ['a short one among others', [aSecret, 'hunter2']],
    ['bytes', Buffer.from('hunter2')],
    ['no text', { hunter2: 'hunter2' }],
    ['a number', 1234567],
  ])('that is refused is not shown: %s', (_, secret) => {
    const message = refusalOf(() => resolveOptions({ secret }));
    expect(message).toMatch(
      /the option "secret" was (\d+ bytes long|neither text nor bytes); wanted at least 32 bytes/,
    );
    expect(message).not.toMatch(/hunter|1234567|a secret of/);
  });

  it('counts in bytes', () => {
    expect(resolveOptions({ secret: 'größe'.repeat(5) }).secret[0]).toHaveLength(35);
    expect(refusalOf(() => resolveOptions({ secret: 'a'.repeat(31) }))).toContain('31 bytes long');
  });

  it('may be several, of which the first signs', () => {
    const { secret } = resolveOptions({ secret: [aSecret, Buffer.alloc(32, 7)] });
    expect(secret.map((one) => Buffer.from(one).toString())).toEqual([aSecret, '\x07'.repeat(32)]);
  });
});
