import { runSteps } from './steps.js';

declare function test(title: string, run: () => Promise<void>, timeoutMs: number): void;

test(
  'records, prunes, looks up, blocks and opens the console',
  () => runSteps(process.env['COMPAT_SERVER'] ?? '', process.env['COMPAT_DATABASE'] ?? ''),
  60_000,
);
