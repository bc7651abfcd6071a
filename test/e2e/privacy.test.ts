import { inspect } from 'node:util';
import { expect, it } from '@jest/globals';
import { Body, Controller, Inject, Post as HttpPost, UseGuards } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditTrail, type AuditTrailError, type RecordOptions } from '../../src/index.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { withoutTrail } from '../support/forum/trail-lock.js';
import { until } from '../support/forum/until.js';
import type { Forum } from '../support/forum/world.js';
import { send } from '../support/http-servers.js';

const USER = 'user-4711-ann';
const ADDRESS = '203.0.113.77';
/** User and address as people, rows and headers spell them. */
const PERSONAL = /4711|203\.0\.113|203-0-113|cb00714d|198\.51\.100|c6336407/i;

interface NewThread {
  readonly title?: string;
  readonly kept?: object;
}

@Controller()
@UseGuards(SignedInGuard)
class ThreadsController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @HttpPost('threads')
  @AuditTrail({ action: 'thread.start', snapshot: (_: Thread, { body }: { body: NewThread }) => body.kept })
  start(@Body() { title = 'Welcome' }: NewThread): Promise<Thread> {
    const threads = this.dataSource.getRepository(Thread);
    return threads.save(threads.create({ title }));
  }

  @HttpPost('plain')
  @AuditTrail()
  plain(): object {
    return { seenBy: USER, from: ADDRESS };
  }

  @HttpPost('text')
  @AuditTrail()
  text(): string {
    return ADDRESS;
  }
}

const controllers = [ThreadsController];
const thread = () => Object.assign(new Thread(), { id: 7 });

/** Asks over HTTP as the user, through a proxy that names the address. */
const ask = (forum: Forum, path = '/threads', body: object = {}, headers: Record<string, string> = {}) =>
  send(forum.url, {
    path,
    body,
    headers: { 'x-user': `{"id":"${USER}"}`, 'x-forwarded-for': ADDRESS, ...headers },
  });

/** All that a logger or an error reporter would make of an error. */
async function tellingsOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  const { code, message, stack, cause } = error as AuditTrailError;
  expect(code).toEqual(expect.stringMatching(/^[A-Z_]+$/));
  return [message, stack, inspect(error, { depth: 9 }), JSON.stringify(error), inspect(cause)].join('\n');
}

const SETTINGS = {
  controllers,
  trustProxy: true,
  trail: {
    onRecorded: () => {
      throw new RangeError(`${USER} from ${ADDRESS}`);
    },
  },
};

describeEachForum('what goes wrong', SETTINGS, (forum) => {
  it.each<[string, string, object, Record<string, string>]>([
    ['an unreadable user', '/threads', {}, { 'x-user': `{"id":" ${USER}"}` }],
    ['a user without an id', '/threads', {}, { 'x-user': `{"name":"${USER}"}` }],
    ['a result that is no entity', '/plain', {}, {}],
    ['a result that is text', '/text', {}, {}],
    ['a snapshot that is too large', '/threads', { kept: { USER, text: ADDRESS.repeat(999) } }, {}],
  ])('is told to the client and the log without personal data: %s', async (_, path, body, headers) => {
    const { status, text } = await ask(forum(), path, body, headers);
    expect(status).toBe(500);
    expect(text).not.toMatch(PERSONAL);
    expect(forum().logs.messages('error')).not.toEqual([]);
    expect(forum().logs.text).not.toMatch(PERSONAL);
  });

  it('is told without personal data: an address that cannot be read, an option that throws', async () => {
    expect((await ask(forum(), '/threads', {}, { 'x-forwarded-for': `${ADDRESS}:8080` })).status).toBe(201);
    await send(forum().url, { path: '/threads', body: {}, headers: { 'x-user': USER } });
    expect(forum().logs.messages('warn')).toEqual([expect.stringContaining('cannot be read')]);
    expect(forum().logs.messages('error').join()).toContain('onRecorded threw RangeError');
    expect(forum().logs.text).not.toMatch(PERSONAL);
  });

  it('is told without personal data by the service', async () => {
    const { trail } = forum();
    const who = { user: USER, ip: ADDRESS };
    const refusals = [
      trail.recordFor({ ...who, user: ` ${USER}` }, thread()),
      trail.recordFor({ ...who, user: { id: [USER] } }, thread()),
      trail.recordFor({ ...who, ip: `${ADDRESS}:8080` }, thread()),
      trail.recordFor(who, { USER, ADDRESS }),
      trail.recordFor(who, new Thread()),
      trail.recordFor(who, thread(), { action: USER.repeat(99) }),
      trail.recordFor(who, thread(), { snapshot: { text: ADDRESS.repeat(999) } }),
      trail.recordFor(who, thread(), { at: new Date(Date.now() + 9e9) }),
    ];
    for (const refusal of await Promise.all(refusals.map(tellingsOf))) expect(refusal).not.toMatch(PERSONAL);
    expect(forum().logs.text).not.toMatch(PERSONAL);
  });

  it('is told without personal data where the database refuses, in a transaction and outside', async () => {
    const { trail, dataSource } = forum();
    const record = (options?: RecordOptions) =>
      trail.recordFor({ user: USER, ip: ADDRESS }, thread(), { snapshot: { ADDRESS }, ...options });
    await withoutTrail(forum(), async () => {
      const { status, text } = await ask(forum(), '/threads', { kept: { USER } });
      expect([status, text]).toEqual([500, expect.not.stringMatching(PERSONAL)]);
      expect(await tellingsOf(record())).not.toMatch(PERSONAL);
      const inside = dataSource.transaction((manager: EntityManager) => record({ manager }));
      expect(await tellingsOf(inside)).not.toMatch(PERSONAL);
      await forum().app.get(SchedulerRegistry).getCronJob('audit-trail.prune').fireOnTick();
      await until('pruning failed', () => forum().logs.text.includes('Pruning entries failed'));
      expect(JSON.stringify(await trail.health())).not.toMatch(PERSONAL);
    });
    expect(forum().logs.text).toContain('The entry was not recorded');
    expect(forum().logs.text).not.toMatch(PERSONAL);
  });
});

describeEachForum(
  "what goes wrong under whenRecordingFails: 'log'",
  { ...SETTINGS, trail: { whenRecordingFails: 'log' } },
  (forum) => {
    it('is logged without personal data', async () => {
      const { trail, dataSource } = forum();
      const who = { user: USER, ip: ADDRESS };
      await withoutTrail(forum(), async () => {
        expect((await ask(forum())).status).toBe(201);
        const inside = dataSource.transaction((manager) => trail.recordFor(who, thread(), { manager }));
        expect(await inside).toBeNull();
      });
      expect((await ask(forum(), '/plain')).status).toBe(201);
      expect((await ask(forum(), '/threads', {}, { 'x-user': `{"id":" ${USER}"}` })).status).toBe(201);
      expect(forum().logs.messages('error')).toHaveLength(4);
      expect(forum().logs.text).not.toMatch(PERSONAL);
    });
  },
);
