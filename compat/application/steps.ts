import assert from 'node:assert/strict';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  AuditTrailEntry,
  AuditTrailError,
  AuditTrailService,
  entityReference,
  InvestigationsService,
  IpBlocksService,
  IpRetentionService,
} from 'nest-audit-trail';
import { unauditedRoutes } from 'nest-audit-trail/testing';
import { DataSource } from 'typeorm';
import { ForumModule, SignedInGuard, Thread } from './forum.js';

const LONG_AGO = new Date(Date.now() - 40 * 86_400_000);
const STAFF = { staffId: 'moderator', reason: 'Spam in thread 1' };
const CONSOLE_PATH = 'staff/audit-trail';

/** Does what the package is for, once, against a new database; rejects where something is not as it should be. */
export async function runSteps(server: string, databaseUrl: string): Promise<void> {
  const pages = await consoleModule();
  const module = ForumModule.on(databaseUrl, pages);
  const logger = ['error' as const, 'warn' as const];
  const app =
    server === 'fastify'
      ? await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger })
      : await NestFactory.create(module, { logger });
  await app.listen(0, '127.0.0.1');
  try {
    const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
    await record(app, url);
    await prune(app);
    await lookUp(app);
    await block(app, url);
    if (pages.length > 0) await openConsole(url);
    assert.deepEqual(unauditedRoutes(app), []);
  } finally {
    await app.close();
  }
}

async function record(app: INestApplication, url: string): Promise<void> {
  const started = await fetch(`${url}/threads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-user': 'u-17' },
    body: JSON.stringify({ title: 'Bread' }),
  });
  assert.equal(started.status, 201);
  const { id, title } = (await started.json()) as Thread;
  assert.deepEqual({ id, title }, { id: 1, title: 'Bread' });
  const [entry, ...others] = await app.get(DataSource).getRepository(AuditTrailEntry).find();
  assert.deepEqual(others, []);
  assert.ok(entry instanceof AuditTrailEntry);
  const { userId, ip, action, entityType, entityId } = entry;
  assert.deepEqual(
    { userId, ip, action, entityType, entityId },
    { userId: 'u-17', ip: '127.0.0.1', action: 'thread.start', entityType: 'Thread', entityId: '1' },
  );
  await assert.rejects(app.get(AuditTrailService).record({}, {}), AuditTrailError);
}

async function prune(app: INestApplication): Promise<void> {
  const who = { user: 'u-17', ip: '203.0.113.7' };
  await app.get(AuditTrailService).recordFor(who, entityReference(Thread, 9), { at: LONG_AGO });
  const { deleted, errors } = await app.get(IpRetentionService).prune();
  assert.deepEqual(errors, []);
  assert.equal(deleted['entries'], 1);
}

async function lookUp(app: INestApplication): Promise<void> {
  const investigation = app.get(InvestigationsService).open(STAFF);
  const { items } = await investigation.entries({ range: '127.0.0.0/24' });
  assert.deepEqual(
    items.map(({ userId }) => userId),
    ['u-17'],
  );
}

async function block(app: INestApplication, url: string): Promise<void> {
  const status = async () => (await fetch(`${url}/threads`)).status;
  const blocks = app.get(IpBlocksService);
  assert.equal(await status(), 200);
  const { id } = await blocks.add({ range: '127.0.0.1', ...STAFF, force: true });
  assert.equal(await status(), 403);
  await blocks.lift(id, STAFF);
  assert.equal(await status(), 200);
}

async function openConsole(url: string): Promise<void> {
  const page = await fetch(`${url}/${CONSOLE_PATH}`, { headers: { 'x-user': 'u-17' } });
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('cache-control'), 'no-store');
  assert.match(await page.text(), /<html/);
}

/** Empty where this version of the package has no console. */
async function consoleModule(): Promise<DynamicModule[]> {
  const entryPoint: string = 'nest-audit-trail/console';
  let pages: { AuditTrailConsoleModule: { register(options: object): DynamicModule } };
  try {
    // Plain Jest can require, and not import.
    pages = (typeof require === 'function' ? require(entryPoint) : await import(entryPoint)) as typeof pages;
  } catch (error) {
    assert.match(String(error), /not (defined by|exported)|Cannot find module/);
    return [];
  }
  return [
    pages.AuditTrailConsoleModule.register({
      path: CONSOLE_PATH,
      guards: [SignedInGuard],
      staff: (request: { user?: { id: string } }) => request.user && { staffId: request.user.id },
    }),
  ];
}
