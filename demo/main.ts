import { dirname } from 'node:path';
import { MODERATOR } from './accounts/moderator.js';
import { createApp } from './create-app.js';
import { canConnect } from './database/can-connect.js';
import { databaseOfUrl } from './database/database-of-url.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { postgresFolder } from './database/postgres-folder.js';
import { ForumSettings } from './forum-settings.js';
import { CONSOLE_PATH } from './staff/console-path.js';
import { CannotStart } from './start/cannot-start.js';
import { closeApp } from './start/close-app.js';
import { type DataFolder, openDataFolder } from './start/data-folder.js';
import { mustBeFree, portOf } from './start/listening-port.js';
import { StopOnSignal } from './start/stop-on-signal.js';

const { PORT, HOST = '127.0.0.1', DEMO_DIR, DATABASE_URL } = process.env;
const running = new StopOnSignal();

try {
  await start();
} catch (error) {
  if (!running.isStopping) {
    console.error(error instanceof CannotStart ? error.message : error);
    await running.stop();
    // Whatever half of it still runs is of no use.
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const port = await mustBeFree(portOf(PORT), HOST);
  const data = await openDataFolder(DEMO_DIR);
  const { attachments, secret } = data;
  const embedded = DATABASE_URL ? null : await postgresFolder(data);
  const database = embedded ? await embeddedDatabase(embedded, secret) : databaseOfUrl(DATABASE_URL ?? '');
  if (!embedded) await canConnect(database);

  const creating = createApp(new ForumSettings({ database, attachments, secret }));
  running.add(() => creating.then(closeApp, () => undefined));
  const app = await creating.catch((error: unknown) => {
    // Nest has shown the error with its stack already.
    throw new CannotStart(`The forum could not start: ${String(error)}`, { cause: error });
  });
  if (running.isStopping) return;
  await app.listen(port, HOST);
  const origin = `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`;
  console.log(`
The forum is at ${origin}

  Register there, start a thread, reply, and look at "Your activity".
  Log in as ${MODERATOR.name}, password ${MODERATOR.password}, to move threads, to see the trail, and to open the
  staff console: ${origin}/${CONSOLE_PATH}
  In another terminal, let a whole community act:  npm run demo:replay

${whereDataIs(data, embedded)} Ctrl-C stops it.
`);
}

function whereDataIs({ path }: DataFolder, embedded: string | null): string {
  if (!embedded) return 'Its data is in the database of DATABASE_URL.';
  const folder = DEMO_DIR ?? '.demo';
  return dirname(embedded) === path
    ? `Its data is in ${folder}.`
    : `Its data is in ${folder}, and that of PostgreSQL, whose own user cannot enter this folder, in
${embedded}.`;
}

async function embeddedDatabase(folder: string, password: string) {
  console.log('Starting the embedded PostgreSQL ...');
  const database = await startEmbeddedPostgres(folder, password);
  running.add(() => database.stop());
  void database.ended.then(() => {
    if (running.isStopping) return;
    console.error('The embedded PostgreSQL has ended by itself; start the demo again.');
    // Without its database the forum answers nothing.
    process.exit(1);
  });
  return database.options;
}
