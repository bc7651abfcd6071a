import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest: { devDependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

const BUILT_LAST = 'dist/cjs/package.json';
const BUILT_FROM = [
  'src',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tsconfig.cjs.json',
  'nest-cli.json',
  '.ci/bundle-libraries.mjs',
  '.ci/finish-build.mjs',
];

export interface PackedPackage {
  /** The path of the tarball. */
  readonly file: string;
  /** The paths in it. */
  readonly contents: readonly string[];
}

/** Makes the tarball that would be published, from a build that is as new as the sources. */
export async function pack(folder: string): Promise<PackedPackage> {
  if (isBuildStale()) await run('npm', ['run', 'build'], { cwd: root });
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
  // An array of packages in some versions of npm, an object of them in others.
  const packed: Record<string, { filename: string; files: { path: string }[] }> = JSON.parse(stdout);
  const [only] = Object.values(packed);
  if (only === undefined) throw new Error(`npm pack made no package: ${stdout}`);
  return { file: join(folder, only.filename), contents: only.files.map(({ path }) => path) };
}

function isBuildStale(): boolean {
  if (!existsSync(join(root, BUILT_LAST))) return true;
  const built = statSync(join(root, BUILT_LAST)).mtimeMs;
  const sources = BUILT_FROM.flatMap((path) => [
    path,
    ...(path === 'src'
      ? readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).map((file) => join(path, file))
      : []),
  ]);
  return sources.some((path) => statSync(join(root, path)).mtimeMs > built);
}

/**
 * Installs a tarball and its peers, in the versions that this project uses, as an application would.
 *
 * @returns what npm wrote to its standard error
 */
export async function install(tarball: string, application: string): Promise<string> {
  const peers = ['common', 'core', 'platform-express', 'schedule', 'typeorm'].map(
    (name) => `@nestjs/${name}`,
  );
  const dependencies = Object.fromEntries(
    [...peers, 'reflect-metadata', 'rxjs', 'typeorm'].map((name) => [
      name,
      manifest.devDependencies[name] ?? '*',
    ]),
  );
  await mkdir(application, { recursive: true });
  await writeFile(
    join(application, 'package.json'),
    JSON.stringify({
      name: 'application',
      private: true,
      dependencies: { ...dependencies, 'nest-audit-trail': `file:${tarball}` },
    }),
  );
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  const { stderr } = await run('npm', ['install', ...flags], { cwd: application });
  // It takes a minute to compile where no binary can be fetched; this project has compiled it already.
  await symlink(join(root, 'node_modules/better-sqlite3'), join(application, 'node_modules/better-sqlite3'));
  return stderr;
}

/** Compiles `application.ts` with the types of the installed package, to a file that imports or one that requires. */
export async function compile(application: string, type: 'module' | 'commonjs'): Promise<string> {
  const folder = join(application, type);
  await mkdir(folder);
  await cp(join(root, 'test/package/application.ts'), join(folder, 'application.ts'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type }));
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2022',
    strict: true,
    exactOptionalPropertyTypes: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    useDefineForClassFields: false,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
    skipLibCheck: true,
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  await runNode([join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], application);
  return join(folder, 'application.js');
}

/** Runs Node.js and resolves with what it wrote; rejects with all of that where it fails. */
export async function runNode(
  args: readonly string[],
  cwd: string,
): Promise<{ stdout: string; stderr: string }> {
  // Some versions announce that `require` of an ES module is new to them.
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], { cwd }).catch(
    (error: Error & { stdout?: string }) => {
      throw new Error(`${error.message}\n${error.stdout ?? ''}`);
    },
  );
}
