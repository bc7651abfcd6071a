import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../../src/cli/command-line.js';
import { initGuide } from '../../src/cli/init-guide.js';
import { PAGES } from './pages.js';

/** What the command writes to its standard output and error. */
async function run(...words: string[]): Promise<{ code: number; text: string }> {
  let text = '';
  const stream = {
    on: () => stream,
    write: (part: string) => {
      text += part;
      return true;
    },
  };
  const code = await runCommandLine(words, { stdout: stream, stderr: stream } as never);
  return { code, text };
}

describe('the command init', () => {
  it('prints what the page on the quick start shows', async () => {
    const [, shown = ''] =
      /<!-- init -->\n([^]*)<!-- \/init -->/.exec(PAGES.get('docs/quick-start.md') ?? '') ?? [];
    const { code, text } = await run('init');
    expect(code).toBe(0);
    expect(text).toContain(shown.replaceAll(/^ +```.*\n/gm, '').trim());
  });

  it.each([
    ['mariadb', /if \(!url\) throw[^]*type: 'mariadb'/, 'mysql2'],
    ['better-sqlite3', /enableWAL: true/, 'better-sqlite3@12'],
  ] as const)('knows %s', async (database, lines, driver) => {
    const [install, dataSource, , ready] = initGuide(database);
    expect(ready?.code).toMatch(/DATABASE_URL=mariadb:|application\.sqlite\*/);
    expect(install?.code).toMatch(new RegExp(` ${driver}$`));
    expect(dataSource?.code).toMatch(lines);
    expect((await run('init', '--database', database)).text).toContain(driver);
  });

  it('says for which database it speaks, and how to ask for another', async () => {
    const { text } = await run('init', '--database', 'mariadb');
    expect(text).toMatch(/^For mariadb; for another database: --database postgres or better-sqlite3\.\n/);
  });

  it('names the ending of a file only where modules want it', async () => {
    const imports = (isEsm: boolean) => initGuide('postgres', isEsm)[2]?.code;
    expect(imports(true)).toContain("from './data-source.js';");
    expect(imports(false)).toContain("from './data-source';");
    const folder = mkdtempSync(join(tmpdir(), 'audit-trail-init-'));
    const before = process.cwd();
    try {
      process.chdir(folder);
      expect((await run('init')).text).toContain("from './data-source.js';");
      writeFileSync('package.json', JSON.stringify({ name: 'forum' }));
      expect((await run('init')).text).toContain("from './data-source';");
    } finally {
      process.chdir(before);
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses other databases', async () => {
    const { code, text } = await run('init', '--database', 'mysql');
    expect(code).toBe(2);
    expect(text).toMatch(/postgres, mariadb, better-sqlite3/);
  });
});
