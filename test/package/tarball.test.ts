import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compile, install, pack, runNode, type PackedPackage } from './packed-package.js';

const INSTALL_TIMEOUT_MS = 240_000;

describe('the packed package', () => {
  let folder: string;
  let application: string;
  let packed: PackedPackage;
  let installLog: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(process.env.TEST_FOLDER ?? tmpdir(), 'package-'));
    application = join(folder, 'application');
    packed = await pack(folder);
    installLog = await install(packed.file, application);
  }, INSTALL_TIMEOUT_MS);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('holds what was built, and the papers', () => {
    const built = /^dist\/(esm|cjs)\/.+\.(js|js\.map|d\.ts)$/;
    const others = packed.contents.filter((path) => !built.test(path) && !path.startsWith('docs/'));
    expect(others.toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/LIBRARY-LICENCES.txt',
      'dist/cjs/package.json',
      'package.json',
    ]);
    const pages = packed.contents.filter((path) => path.startsWith('docs/'));
    // Figures and what to expect of millions are read before it is installed.
    const here = readdirSync('docs').filter((name) => /(?<!growing|performance)\.md$/.test(name));
    expect(pages.toSorted()).toEqual(here.map((name) => `docs/${name}`).toSorted());
    expect(packed.contents).toEqual(
      expect.arrayContaining(
        ['esm', 'cjs'].flatMap((kind) => [`dist/${kind}/index.js`, `dist/${kind}/testing.js`]),
      ),
    );
  });

  it('names no file of the machine that it was built on', async () => {
    const shipped = join(application, 'node_modules/nest-audit-trail');
    const texts = await Promise.all(packed.contents.map((path) => readFile(join(shipped, path), 'utf8')));
    expect(packed.contents.filter((_, i) => texts[i]?.includes(process.cwd()))).toEqual([]);
  });

  it('installs beside its peers without a complaint of npm', () => {
    expect(installLog).not.toMatch(/ERESOLVE|peer/i);
  });

  it.each([
    ['imported', 'module'],
    ['required', 'commonjs'],
  ] as const)('records one entry for one request when it is %s', async (_, type) => {
    const script = await compile(application, type);
    const { stdout, stderr } = await runNode([script, join(folder, `${type}.sqlite`)], application);

    // The application logs warnings and errors; what it prints last is the result.
    const [result = '', ...logged] = stdout.trimEnd().split('\n').toReversed();
    expect([...logged.toReversed(), stderr].join('\n')).toBe('');
    expect(JSON.parse(result)).toEqual({
      status: 201,
      answer: { id: 1, title: 'Hello' },
      entries: [
        expect.objectContaining({
          userId: 'u-17',
          ip: '127.0.0.1',
          action: 'thread.start',
          entityType: 'Thread',
          entityId: '1',
          outcome: 'done',
        }),
      ],
    });
  });

  it('is one copy in a process that both imports and requires it', async () => {
    const { stdout } = await runNode(['--input-type=module', '--eval', COMPARE_COPIES], application);
    const { imported, different }: { imported: string[]; different: string[] } = JSON.parse(stdout);
    expect(imported).toEqual(expect.arrayContaining(['AuditTrailService', 'AuditTrailTestingModule']));
    expect(different).toEqual([]);
  });
});

const COMPARE_COPIES = `
  import 'reflect-metadata';
  import { createRequire } from 'node:module';
  import * as main from 'nest-audit-trail';
  import * as testing from 'nest-audit-trail/testing';
  const require = createRequire(process.cwd() + '/');
  const imported = { ...main, ...testing };
  const required = { ...require('nest-audit-trail'), ...require('nest-audit-trail/testing') };
  const names = [...new Set([...Object.keys(imported), ...Object.keys(required)])];
  const different = names.filter((name) => imported[name] !== required[name]);
  console.log(JSON.stringify({ imported: Object.keys(imported), different }));
`;
