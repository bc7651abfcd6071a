import { readdirSync, readFileSync } from 'node:fs';

/** The tables' entities and migrations: applications take the arrays of them, and name none. */
function classesIn(folder) {
  return readdirSync(folder).flatMap((file) =>
    [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^export class (\w+)/gm)].map(([, name]) => name),
  );
}

/** The reference of the public surface, from its doc comments: `npm run docs` writes it to `build/api`. */
export default {
  entryPoints: ['src/index.ts', 'src/console/index.ts', 'src/testing.ts'],
  tsconfig: 'tsconfig.build.json',
  out: 'build/api',
  plugin: ['./.ci/typedoc-without-constructors.mjs'],
  readme: 'none',
  excludeInternal: true,
  excludePrivate: true,
  excludeProtected: true,
  disableSources: true,
  intentionallyNotExported: [
    'RecordedEntry',
    'AuditTrailStaticOptions',
    ...classesIn('src/storage/entities').filter((name) => name !== 'AuditTrailEntry'),
    ...classesIn('src/storage/migrations'),
  ],
  treatWarningsAsErrors: true,
};
