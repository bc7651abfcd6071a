import { runSteps } from './steps.js';

async function main(): Promise<void> {
  const [server = '', databaseUrl = ''] = process.argv.slice(2);
  await runSteps(server, databaseUrl);
  console.log('ok');
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
