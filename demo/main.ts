import { MODERATOR } from './accounts/moderator.js';
import { createApp } from './create-app.js';
import { canConnect } from './database/can-connect.js';
import { databaseOfUrl } from './database/database-of-url.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { ForumSettings } from './forum-settings.js';
import { CannotStart } from './start/cannot-start.js';
import { closeApp } from './start/close-app.js';
import { openDataFolder } from './start/data-folder.js';
import { mustBeFree, portOf } from './start/listening-port.js';
import { StopOnSignal } from './start/stop-on-signal.js';

const { PORT, HOST = '127.0.0.1', DEMO_DIR = '.demo', DATABASE_URL } = process.env;
const running = new StopOnSignal();

try {
  await start();
} catch (error) {
  if (!running.isStopping) {
    console.error(error instanceof CannotStart ? error.message : error);
    await running.stop();
    process.exit(1);
  }
}

async function start(): Promise<void> {
  const port = await mustBeFree(portOf(PORT), HOST);
  const { attachments, secret, postgres } = await openDataFolder(DEMO_DIR);
  const database = DATABASE_URL ? databaseOfUrl(DATABASE_URL) : await embeddedDatabase(postgres, secret);
  if (DATABASE_URL) await canConnect(database);

  const creating = createApp(new ForumSettings({ database, attachments, secret }));
  running.add(() => creating.then(closeApp, () => undefined));
  const app = await creating.catch((error: unknown) => {
    // Nest has shown the error with its stack already.
    throw new CannotStart(`The forum could not start: ${String(error)}`, { cause: error });
  });
  if (running.isStopping) return;
  await app.listen(port, HOST);
  console.log(`
The forum is at http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}

  Register there, start a thread, reply, and look at "Your activity".
  Log in as ${MODERATOR.name}, password ${MODERATOR.password}, to move threads and to see the trail.
  In another terminal, let a whole community act:  npm run demo:replay

Its data is in ${DATABASE_URL ? 'the database of DATABASE_URL' : DEMO_DIR}. Ctrl-C stops it.
`);
}

async function embeddedDatabase(folder: string, password: string) {
  console.log('Starting the embedded PostgreSQL ...');
  const database = await startEmbeddedPostgres(folder, password);
  running.add(() => database.stop());
  void database.ended.then(() => {
    if (running.isStopping) return;
    console.error('The embedded PostgreSQL has ended by itself; start the demo again.');
    process.exit(1);
  });
  return database.options;
}
