import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { Form } from '../../src/console/http/form.js';

const TEXT = 'reason=two+accounts&with=7&with=%208%20&with=&empty=';

describe('the form of a console page', () => {
  it.each([
    ['text', TEXT],
    ['bytes', Buffer.from(TEXT)],
    ['an object', { reason: ' two accounts', with: ['7', ' 8 ', ''], empty: '' }],
    ['an object with lists as objects', { reason: 'two accounts', with: { 0: '7', 1: '8' }, empty: null }],
  ])('is read from %s that a parser of the application left', async (_, body) => {
    const form = await Form.of(body, {});
    expect(form.text('reason')).toBe('two accounts');
    expect(form.all('with')).toEqual(['7', '8']);
    expect([form.text('empty'), form.text('unknown'), form.all('unknown')]).toEqual(['', '', []]);
  });

  it('is read from the request where no parser has run', async () => {
    const form = await Form.of(
      undefined,
      Readable.from([Buffer.from('reason=two+'), Buffer.from('accounts')]),
    );
    expect(form.text('reason')).toBe('two accounts');
  });

  it('is empty where there is nothing to read', async () => {
    const read = Readable.from([]);
    for await (const _ of read) expect(_).toBeUndefined();
    for (const request of [{}, read]) expect((await Form.of(undefined, request)).text('reason')).toBe('');
  });

  it('takes no value that is no text', async () => {
    const form = await Form.of({ reason: 7, with: ['7', 8, { a: '9' }] }, {});
    expect([form.text('reason'), form.all('with')]).toEqual(['', ['7']]);
  });

  it('is read up to four megabytes', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'a');
    const chunks = [Buffer.from('list='), ...Array.from({ length: 6 }, () => megabyte)];
    const form = await Form.of(undefined, Readable.from(chunks));
    expect(form.text('list')).toHaveLength(3 * megabyte.length);
  });
});
