import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Removes what was compiled, lets the keeper go and waits for it; Jest calls it when tests have failed too. */
export default async function globalTeardown(
  _: unknown,
  { rootDir }: { readonly rootDir: string },
): Promise<void> {
  const run = process.env.TEST_RUN;
  if (run !== undefined) await rm(join(rootDir, 'build/processes', run), { recursive: true, force: true });
  const keeper = globalThis.auditTrailTestKeeper;
  if (keeper === undefined || keeper.exitCode !== null) return;
  const exited = once(keeper, 'exit');
  keeper.ref();
  keeper.stdin?.end();
  await exited;
}
