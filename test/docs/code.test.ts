import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import * as surface from '../../src/index.js';
import { PAGES, root } from './pages.js';
import { asFile, isSignatures, SHOWN } from './shown-code.js';

const exported = new Map<string, unknown>(Object.entries(surface));
const folder = join(root, 'build/docs-code');
const configFile = join(root, 'tsconfig.json');
const world = readFileSync(join(root, 'test/docs/shown-world.ts'), 'utf8');
const worldNames = [
  ...world.matchAll(/^export (?:declare |abstract )*(?:class|interface|const|function) (\w+)/gm),
].map(([, name = '']) => name);

describe('the code on the pages', () => {
  it('compiles, in the application of a reader', () => {
    mkdirSync(folder, { recursive: true });
    const shown = SHOWN.filter((one) => !isSignatures(one));
    const files = new Map(
      shown.map((one) => {
        const file = join(folder, `${one.place.replaceAll(/[^\w]/g, '-')}.ts`);
        writeFileSync(file, asFile(one, '../../test/docs/shown-world.js', worldNames));
        return [file, one.place];
      }),
    );
    // The quick start writes files that other blocks of it import.
    for (const [file, exports] of [
      ['data-source.ts', 'export const database:'],
      ['threads.controller.ts', 'export class ThreadsController'],
      ['staff.guard.ts', 'export class StaffGuard'],
    ] as const) {
      writeFileSync(join(folder, file), shown.find(({ code }) => code.includes(exports))?.code ?? '');
    }
    // And two of those that every new application has.
    writeFileSync(join(folder, 'app.controller.ts'), 'export class AppController {}');
    writeFileSync(join(folder, 'app.service.ts'), 'export class AppService {}');
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(configFile, (path) => ts.sys.readFile(path)).config,
      ts.sys,
      root,
    );
    const program = ts.createProgram([...files.keys()], options);
    const faults = [...files].flatMap(([file, place]) => {
      const source = program.getSourceFile(file);
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
        ({ messageText }) => `${place}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
      );
    });
    expect(shown.length).toBeGreaterThan(30);
    expect(faults).toEqual([]);
  });

  it('lists the methods of a service that there are', () => {
    const classes = SHOWN.filter(isSignatures).flatMap(({ place, code }) =>
      [...code.matchAll(/^class (\w+) \{\n([^]*?)^\}/gm)].flatMap(([, name = '', body = '']) =>
        [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, method = '']) => ({ place, name, method })),
      ),
    );
    expect(classes.length).toBeGreaterThan(10);
    const missing = classes.filter(({ name, method }) => {
      const service = exported.get(name) as { prototype: object } | undefined;
      return service === undefined || !(method in service.prototype);
    });
    expect(missing).toEqual([]);
  });

  it('names only npm scripts that there are', () => {
    const { scripts }: { scripts: object } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...PAGES].flatMap(([path, page]) =>
      [...page.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, script = '']) => ({ path, script })),
    );
    expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
  });
});
