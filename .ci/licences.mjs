/**
 * Lists the licences of what is installed, from the lock file: what the package brings into an application by name,
 * what its development needs by number. Fails on a licence that is not among those that may be used.
 */
import { readFileSync } from 'node:fs';

const MAY_BE_SHIPPED = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0'];
/** What runs in development and ships with nothing may have these too. */
const MAY_BE_USED = [
  ...MAY_BE_SHIPPED,
  'BlueOak-1.0.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'LGPL-3.0-only',

  'MPL-2.0',
  'Python-2.0',
  'Unlicense',
  'WTFPL',
];

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const root = packages[''];

/** The path of a dependency in the lock file, as Node.js would find it from `from`. */
function pathOf(name, from) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const path = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return null;
  }
}

/** Everything that installing the dependencies of `from` installs with them. */
function reachable(from, found = new Set()) {
  const { dependencies = {}, optionalDependencies = {} } = packages[from];
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const path = pathOf(name, from);
    if (path === null || found.has(path)) continue;
    found.add(path);
    reachable(path, found);
  }
  return found;
}

/** "(MIT OR CC0-1.0)": one of them is enough. */
function isAmong(licence, allowed) {
  const parts = String(licence)
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .map((choice) => choice.split(' AND '));
  return parts.some((choice) => choice.every((one) => allowed.includes(one)));
}

/** Some old packages say it in a form that the lock file leaves out. */
function licenceOf(path) {
  const { license } = packages[path];
  if (license !== undefined) return license;
  const { licenses = [] } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
  return licenses.map(({ type }) => type).join(' OR ') || 'none';
}

const shipped = reachable('');
const names = (path) => `${path.replace(/^.*node_modules\//, '')}@${packages[path].version}`;
const refused = [];
const counts = new Map();

console.log(`Installed with ${root.name}:`);
for (const path of Object.keys(packages).filter((one) => one !== '')) {
  const licence = licenceOf(path);
  const isShipped = shipped.has(path);
  if (isShipped) console.log(`  ${names(path).padEnd(28)} ${licence}`);
  else counts.set(licence, (counts.get(licence) ?? 0) + 1);
  if (!isAmong(licence, isShipped ? MAY_BE_SHIPPED : MAY_BE_USED)) refused.push(`${names(path)}: ${licence}`);
}
console.log('For development and as peers:');
for (const [licence, count] of [...counts].toSorted(([, a], [, b]) => b - a)) {
  console.log(`  ${String(count).padStart(4)}  ${licence}`);
}
if (refused.length > 0) {
  console.error(`Licences that may not be used:\n  ${refused.join('\n  ')}`);
  process.exitCode = 1;
}
