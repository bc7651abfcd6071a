import { readFile } from 'node:fs/promises';
import { describe, expect, it, jest } from '@jest/globals';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

/** What stands in the README between `<!-- name -->` and `<!-- /name -->`, without the fence. */
async function blockOf(name: string): Promise<string> {
  const [, block = ''] =
    /```\w+\n([^]*?)```/.exec((await read('README.md')).split(`<!-- ${name} -->`)[1] ?? '') ?? [];
  return block;
}

/** Ids and times are others in each run. */
const withoutTimes = (text: string) =>
  text.replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}/g, 'ID').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');

describe('the README', () => {
  it('shows the example as it is', async () => {
    const [, , region = ''] =
      /(\/\/ #region readme\n)([^]*?)\/\/ #endregion/.exec(await read('demo/example.ts')) ?? [];
    expect(await blockOf('example')).toBe(region);
  });

  it('shows what the example prints', async () => {
    const printed: unknown[] = [];
    const log = jest.spyOn(console, 'log').mockImplementation((line: unknown) => void printed.push(line));
    await import('../../demo/example.js');
    log.mockRestore();
    const { inspect } = await import('node:util');
    const text = printed.map((line) => `${inspect(line)}\n`).join('');
    expect(withoutTimes(await blockOf('output'))).toBe(withoutTimes(text));
  });

  it('names every option of the module', async () => {
    const readme = await read('README.md');
    const { DEFAULT_OPTIONS } = await import('../../src/options/default-options.js');
    for (const option of Object.keys(DEFAULT_OPTIONS))
      expect(readme).toMatch(new RegExp(`^\\| \`${option}\` +\\|`, 'm'));
  });
});
