/**
 * The mutation score of the pure files: `npm run mutation`, every room; `npm run mutation -- address`, one. Stryker is
 * installed beside this file, so that nobody who only runs the tests installs it.
 */
import { spawnSync } from 'node:child_process';
import { ROOMS } from './rooms.mjs';

const rooms = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(ROOMS);
const stryker = '.ci/mutation/node_modules/@stryker-mutator/core/bin/stryker.js';
const below = rooms.filter((room) => {
  console.log(`\n${room}`);
  const { status } = spawnSync(process.execPath, [stryker, 'run', '.ci/mutation/stryker.config.mjs'], {
    stdio: 'inherit',
    env: { ...process.env, ROOM: room },
  });
  return status !== 0;
});
if (below.length > 0) {
  console.error(`Failed: ${below.join(', ')}`);
  process.exitCode = 1;
}
