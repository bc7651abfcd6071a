import { once } from 'node:events';

/** Lets the keeper go and waits for it; Jest calls it when tests have failed too. */
export default async function globalTeardown(): Promise<void> {
  const keeper = globalThis.auditTrailTestKeeper;
  if (keeper === undefined || keeper.exitCode !== null) return;
  const exited = once(keeper, 'exit');
  keeper.ref();
  keeper.stdin?.end();
  await exited;
}
