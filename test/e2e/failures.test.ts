import { expect, it } from '@jest/globals';
import { Body, Controller, Inject, Post as HttpPost, UseGuards } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditTrail, type AuditTrailEntry } from '../../src/index.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { lockTrail, withoutTrail } from '../support/forum/trail-lock.js';
import type { Forum } from '../support/forum/world.js';
import { send } from '../support/http-servers.js';

interface NewThread {
  readonly title: string;
  readonly kept?: unknown;
}

@Controller()
@UseGuards(SignedInGuard)
class ThreadsController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @HttpPost('threads')
  @AuditTrail({ action: 'thread.start' })
  start(@Body() { title }: NewThread): Promise<Thread> {
    const threads = this.dataSource.getRepository(Thread);
    return threads.save(threads.create({ title }));
  }

  /** Without a statement of its own, which would end a transaction that is open on SQLite's one connection. */
  @HttpPost('touched')
  @AuditTrail({ action: 'thread.touch' })
  touch(): Thread {
    return Object.assign(new Thread(), { id: 7 });
  }

  @HttpPost('kept')
  @AuditTrail({
    action: 'thread.start',
    snapshot: ({ title }: Thread, { body }: { body: NewThread }) =>
      'kept' in body ? (body.kept as object) : { title },
  })
  startAndKeep(@Body() body: NewThread): Promise<Thread> {
    return this.start(body);
  }
}

const post = (forum: Forum, path = '/threads', body: object = { title: 'Welcome' }) =>
  send(forum.url, { path, body, headers: { 'x-user': 'ann' } });
const threads = (forum: Forum) => forum.dataSource.getRepository(Thread).count();

const controllers = [ThreadsController];

describeEachForum("whenRecordingFails: 'reject', the default", { controllers }, (forum) => {
  it('answers with an error although the action was done, and goes on when the database is back', async () => {
    await withoutTrail(forum(), async () => {
      const answer = await post(forum());
      expect(answer).toMatchObject({ status: 500, json: { message: 'Internal server error' } });
    });
    expect(await threads(forum())).toBe(1);
    expect(forum().logs.text).toContain('The entry was not recorded: the database refused it');
    expect(await forum().entries()).toEqual([]);

    expect(await post(forum())).toMatchObject({ status: 201 });
    expect(await forum().entries()).toHaveLength(1);
    expect(forum().trail.stats()).toMatchObject({ failed: 1, waiting: 0 });
  });
});

describeEachForum('a database that does not answer', { controllers, trail: { retryForMs: 100 } }, (forum) => {
  it('fails the request after retryForMs', async () => {
    const unlock = await lockTrail(forum());
    const answer = await post(forum(), '/touched');
    await unlock();
    expect(answer.status).toBe(500);
    expect(forum().logs.text).toContain(
      'The entry was not recorded: the database could not be reached in time',
    );
    await forum().trail.flush();
  });
});

const recorded: AuditTrailEntry[] = [];
const LENIENT = {
  controllers,
  trail: { whenRecordingFails: 'log', onRecorded: (entry: AuditTrailEntry) => void recorded.push(entry) },
} as const;

describeEachForum("whenRecordingFails: 'log'", LENIENT, (forum) => {
  it('answers as if nothing had failed, and says in the log what was not recorded', async () => {
    recorded.length = 0;
    await withoutTrail(forum(), async () => {
      expect(await post(forum())).toMatchObject({ status: 201, json: { title: 'Welcome' } });
    });
    expect(forum().logs.messages('error')).toEqual([
      expect.stringMatching(/^ThreadsController\.start \(POST threads\) was not recorded\. NOT_RECORDED: /),
    ]);
    expect(recorded).toEqual([]);

    await post(forum());
    expect(await forum().entries()).toEqual(recorded);
    expect(recorded).toHaveLength(1);
  });

  it('lets a snapshot that is too large pass in the same way', async () => {
    const answer = await post(forum(), '/kept', { title: 'Welcome', kept: { text: 'x'.repeat(9000) } });
    expect(answer.status).toBe(201);
    expect(forum().logs.messages('error')).toEqual([expect.stringContaining('SNAPSHOT_TOO_LARGE')]);
    expect(await forum().entries()).toEqual([]);
  });
});

describeEachForum('the option snapshot', { controllers }, (forum) => {
  it.each([
    ['what it returns', {}, { title: 'Welcome' }],
    [
      'what JSON makes of it',
      { kept: { a: [1, { b: null }], 'ü"\\': '☕\u0000' } },
      { a: [1, { b: null }], 'ü"\\': '☕\u0000' },
    ],
    ['8 KiB of it', { kept: { text: 'x'.repeat(8192 - 11) } }, { text: 'x'.repeat(8192 - 11) }],
    ['nothing where it returns null', { kept: null }, null],
  ])('keeps %s', async (_, body, snapshot) => {
    expect((await post(forum(), '/kept', { title: 'Welcome', ...body })).status).toBe(201);
    expect((await forum().entries()).map((entry) => entry.snapshot)).toEqual([snapshot]);
  });

  it.each([
    ['SNAPSHOT_TOO_LARGE', 'more than 8 KiB', { text: 'x'.repeat(8192 - 10) }, 'at most 8192 are kept'],
    ['INVALID_ENTRY', 'an array', [1], 'wanted an object that JSON can hold'],
    ['INVALID_ENTRY', 'text', 'ann', 'wanted an object that JSON can hold'],
  ])('is %s where it returns %s', async (_, __, kept, sentence) => {
    const answer = await post(forum(), '/kept', { title: 'Welcome', kept });
    expect(answer).toMatchObject({ status: 500, json: { message: 'Internal server error' } });
    expect(forum().logs.text).toContain(sentence);
    expect(await forum().entries()).toEqual([]);
  });
});
