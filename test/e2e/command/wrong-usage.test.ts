import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Compiled } from '../../faults/compiled.js';
import { createDatabase, describeEachDatabase, type TestDatabase } from '../../support/databases.js';
import { CommandProcess, type Ended, runCommand } from './run-command.js';

let compiled: Compiled;
let commands: CommandProcess;
beforeAll(async () => {
  compiled = await Compiled.make();
  commands = new CommandProcess(compiled);
});
afterAll(() => commands.stop());

/** One sentence for people: no stack, no path into the package. */
function expectOneSentence({ err, out }: Ended, sentence: RegExp): void {
  expect(out).toBe('');
  expect(err).toMatch(sentence);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).not.toMatch(/\n\s+at |node_modules|dist\/esm/);
}

describe('the command, told something wrong', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase('better-sqlite3');
  });
  afterAll(() => database.drop());
  const command = (...words: string[]) => commands.run(database, ...words);

  it('teaches what it can do where it is given nothing, and exits with 2', async () => {
    const { code, err } = await runCommand(compiled, database);
    expect(code).toBe(2);
    expect(err).toMatch(/Usage: audit-trail/);
    for (const name of ['delete-old-ips', 'export', 'erase', 'sweep-users']) expect(err).toContain(name);
  });

  it.each(['delete-old-ips', 'export', 'erase', 'sweep-users'])('teaches %s with --help', async (name) => {
    const { code, out, err } = await command(name, '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/Exit codes: 0 done/);
    expect(out).toContain(`audit-trail ${name}`);
  });

  it('refuses a command, an option and a value that it does not know', async () => {
    for (const words of [
      ['delete-all-ips'],
      ['delete-old-ips', '--days', '5'],
      ['delete-old-ips', '--store-days', '0'],
      ['delete-old-ips', '--store-days', '1.5'],
      ['delete-old-ips', '--batch-size', 'many'],
      ['export'],
      ['export', 'ann', '--format', 'xml'],
    ]) {
      const ended = await command(...words);
      expect({ words, code: ended.code }).toEqual({ words, code: 2 });
      expect(ended.err).toMatch(/^error: /);
    }
  });

  it('says that a data source file is not there', async () => {
    const ended = await command('delete-old-ips', '-d', 'nowhere/data-source.js');
    expect(ended.code).toBe(2);
    expectOneSentence(ended, /^The data source file nowhere\/data-source.js is not there\./);
  });

  it.each([
    [
      'broken.mjs',
      "import 'there-is-no-such-package';",
      /cannot be loaded \(Cannot find package 'there-is-no/,
    ],
    ['thrown.mjs', 'throw { reason: 7 };', /cannot be loaded \(no reason given\)/],
    ['empty.mjs', 'export const port = 3000;', /exports no data sources\./],
    [
      'two.mjs',
      'const of = () => ({ options: {}, initialize() {} }); export default [of(), of()];',
      /exports 2/,
    ],
    ['source.css', 'a {}', /is not JavaScript/],
  ])('says what is wrong with the file %s', async (name, text, sentence) => {
    const file = join(process.env['TEST_FOLDER'] ?? '', `${randomUUID()}-${name}`);
    await writeFile(file, text);
    const ended = await command('delete-old-ips', '-d', file);
    expect(ended.code).toBe(2);
    expectOneSentence(ended, sentence);
  });

  it('wants a user or --replay, and --yes', async () => {
    expectOneSentence(
      await command('erase', '--yes'),
      /^Give the id of a user, or --replay; one of the two\./,
    );
    expectOneSentence(await command('erase', 'ann', '--replay', '--yes'), /^Give the id of a user/);
    const unsure = await command('erase', 'ann');
    expect(unsure.code).toBe(2);
    expectOneSentence(unsure, /^This cannot be undone\. Say --yes/);
  });

  it('wants a reason with the staff member, and the other way round', async () => {
    const ended = await command('export', 'ann', '--staff', 'mod');
    expect(ended.code).toBe(2);
    expectOneSentence(ended, /^--staff came alone/);
  });
});

describeEachDatabase('the command on a database without the tables', (database) => {
  it('says how to make them', async () => {
    const ended = await commands.run(database(), 'delete-old-ips');
    expect(ended.code).toBe(1);
    expectOneSentence(
      ended,
      /^The table audit_trail_entry is missing or older than this version\. .*migration:run/,
    );
  });
});

describeEachDatabase(
  'the command on a server that is away',
  (database) => {
    it('says that the database cannot be reached', async () => {
      const away = { options: { ...database().options, port: 1 } } as Pick<TestDatabase, 'options'>;
      const ended = await commands.run(away, 'delete-old-ips');
      expect(ended.code).toBe(1);
      expectOneSentence(ended, /^The database cannot be reached \(ECONNREFUSED\)\./);
    });
  },
  { on: ['postgres', 'mariadb'] },
);
