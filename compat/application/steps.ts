import assert from 'node:assert/strict';
import type { INestApplication } from '@nestjs/common';
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
import { CONSOLE_PATH, ForumModule, Thread } from './forum.js';

const LONG_AGO = new Date(Date.now() - 40 * 86_400_000);
const STAFF = { staffId: 'moderator', reason: 'Spam in thread 1' };

/** Does what the package is for, once, against a new database; rejects where something is not as it should be. */
export async function runSteps(server: string, databaseUrl: string): Promise<void> {
  const module = ForumModule.on(databaseUrl);
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
    await openConsole(url);
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
  // Two accounts at one address, which is not one that says nothing about who someone is.
  for (const user of ['u-17', 'u-18']) {
    const who = { user, ip: '203.0.113.9' };
    assert.ok(await app.get(AuditTrailService).recordFor(who, entityReference(Thread, 1)));
  }
  const investigations = app.get(InvestigationsService);
  assert.throws(() => investigations.open({ ...STAFF, reason: '' }), { code: 'REASON_REQUIRED' });
  const investigation = investigations.open(STAFF);
  const usersOf = (items: readonly { userId: string | null }[]) => items.map(({ userId }) => userId);
  assert.deepEqual(usersOf((await investigation.entries({ range: '127.0.0.0/24' })).items), ['u-17']);
  const ofRange = usersOf((await investigation.usersOfRange('203.0.113.0/24')).items);
  assert.deepEqual(new Set(ofRange), new Set(['u-17', 'u-18']));
  assert.deepEqual(usersOf((await investigation.linkedAccounts('u-17')).items), ['u-18']);
  const { items: logged } = await investigations.lookups(STAFF, { staffId: STAFF.staffId });
  assert.deepEqual(new Set(logged.map(({ reason }) => reason)), new Set([STAFF.reason]));
  assert.ok(logged.length >= 3);
}

async function block(app: INestApplication, url: string): Promise<void> {
  const answer = async () => {
    const response = await fetch(`${url}/threads`);
    return { status: response.status, text: await response.text() };
  };
  const blocks = app.get(IpBlocksService);
  assert.equal((await answer()).status, 200);
  const { id } = await blocks.add({ range: '127.0.0.1', ...STAFF, message: 'Write to us.', force: true });
  const refused = await answer();
  assert.equal(refused.status, 403);
  assert.match(refused.text, /Write to us\./);
  await blocks.lift(id, STAFF);
  assert.equal((await answer()).status, 200);
}

async function openConsole(url: string): Promise<void> {
  const open = (user: string) => fetch(`${url}/${CONSOLE_PATH}`, { headers: { 'x-user': user } });
  assert.equal((await open('u-17')).status, 403, 'the console is open to everybody');
  const page = await open(STAFF.staffId);
  assert.equal(page.status, 200);
  assert.equal(page.headers.get('cache-control'), 'no-store');
  assert.match(await page.text(), /<html/);
}
