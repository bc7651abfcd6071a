/**
 * A PostgreSQL of a test's own, which it may restart. A process of its own, so that it ends with the test however that
 * ends. Messages: `restart` in; `{ url }` at start and `{}` after a restart out.
 */
import { rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../support/embedded-postgres.js';

const folder = await mkdtemp(join(tmpdir(), 'nest-audit-trail-own-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
// mkdtemp makes it private, and the server may run as another user.
await chmod(folder, 0o755);

const server = await startEmbeddedPostgres(folder);
process.on('message', () => void server.restart().then(() => process.send?.({})));
process.once('disconnect', () => void server.stop().then(() => process.exit()));
process.send?.({ url: server.url });
