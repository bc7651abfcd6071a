import { cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run-command.mjs';

const PG = '8.23.1';
/** Of these a second copy would have classes of its own, and nothing would find the other's. */
const ONE_COPY = ['@nestjs/common', '@nestjs/core', '@nestjs/typeorm', '@nestjs/schedule', 'typeorm', 'rxjs'];

/** The console's pages and the libraries bundled with them, which weigh for themselves. */
const CONSOLE = /^nest-audit-trail\/dist\/(?:esm|cjs)\/console\//;

/** Installs the tarball beside its peers as a stranger would, and complains of what npm or the folder has to say. */
export async function install(folder, dependencies, tarball) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const manifest = { name: 'application', private: true, dependencies: { ...dependencies, pg: PG } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  const flags = [
    '--loglevel=warn',
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--ignore-scripts',
    '--strict-peer-deps',
  ];
  await run('npm', ['install', ...flags], { cwd: folder });
  const before = weigh(folder);
  const { stderr } = await run('npm', ['install', tarball, ...flags], { cwd: folder });
  const after = weigh(folder);
  const faults = [
    ...stderr.split('\n').filter((line) => /ERESOLVE|peer/i.test(line)),
    ...ONE_COPY.filter((name) => copiesOf(folder, name) !== 1).map(
      (name) => `${copiesOf(folder, name)} copies of ${name}`,
    ),
  ];
  return {
    faults,
    addedBytes: after.bytes - before.bytes,
    consoleBytes: after.consoleBytes,
    added: after.names.filter((one) => !before.names.includes(one)),
  };
}

/** Compiles the application against the types of the installed package. Answers the compiler's complaints. */
export async function compile(folder, format, { root }) {
  const target = join(folder, format);
  mkdirSync(target);
  cpSync(join(root, 'compat/application'), target, { recursive: true });
  writeFileSync(
    join(target, 'package.json'),
    JSON.stringify({ type: format === 'esm' ? 'module' : 'commonjs' }),
  );
  writeFileSync(
    join(target, 'jest.config.json'),
    JSON.stringify({ transform: {}, testEnvironment: 'node', testMatch: ['**/*.test.js'] }),
  );
  writeFileSync(
    join(target, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        module: 'nodenext',
        target: 'es2022',
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        skipLibCheck: false,
        experimentalDecorators: true,
        emitDecoratorMetadata: true,
        useDefineForClassFields: false,
        typeRoots: [join(root, 'node_modules/@types')],
        types: ['node'],
      },
    }),
  );
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', target], { cwd: folder, mayFail: true });
  return stdout.split('\n').filter((line) => line !== '');
}

function weigh(folder) {
  const root = join(folder, 'node_modules');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const kept = files.filter((file) => file !== '.package-lock.json');
  const ofConsole = kept.filter((file) => CONSOLE.test(file));
  return {
    bytes: bytesOf(root, kept) - bytesOf(root, ofConsole),
    consoleBytes: bytesOf(root, ofConsole),
    names: files
      .filter((file) => /(^|node_modules\/)(@[^/]+\/)?[^/@.][^/]*\/package\.json$/.test(file))
      .map((file) => file.replace(/\/package\.json$/, '')),
  };
}

function bytesOf(root, files) {
  const sizes = files.map((file) => statSync(join(root, file))).filter((one) => one.isFile());
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

function copiesOf(folder, name) {
  const files = readdirSync(join(folder, 'node_modules'), { recursive: true, encoding: 'utf8' });
  return files.filter(
    (file) => file === `${name}/package.json` || file.endsWith(`node_modules/${name}/package.json`),
  ).length;
}
