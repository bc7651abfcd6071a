import { expect, it } from '@jest/globals';
import { Controller, Get, type MessageEvent, Post as HttpPost, Res, Sse, UseGuards } from '@nestjs/common';
import { from, type Observable } from 'rxjs';
import { AuditTrail, type AuditTrailEntry } from '../../src/index.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { lockTrail } from '../support/forum/trail-lock.js';
import { until } from '../support/forum/until.js';
import type { Forum } from '../support/forum/world.js';
import { open, send } from '../support/http-servers.js';

const thread = () => Object.assign(new Thread(), { id: 7 });

@Controller()
@UseGuards(SignedInGuard)
class ThreadController {
  @Get('ping')
  ping(): string {
    return 'pong';
  }

  @HttpPost('value')
  @AuditTrail()
  value(): Thread {
    return thread();
  }

  @HttpPost('passthrough')
  @AuditTrail()
  passthrough(@Res({ passthrough: true }) response: { header(name: string, value: string): void }): Thread {
    response.header('x-mine', 'yes');
    return thread();
  }

  @HttpPost('observable')
  @AuditTrail()
  observable(): Observable<Thread> {
    return from([thread(), thread()]);
  }

  @Sse('events')
  @AuditTrail({ entity: () => thread() })
  events(): Observable<MessageEvent> {
    return from([{ data: 'one' }, { data: 'two' }]);
  }
}

const recorded: AuditTrailEntry[] = [];
const SETTINGS = {
  controllers: [ThreadController],
  trail: { onRecorded: (entry: AuditTrailEntry) => void recorded.push(entry) },
};

/** Sends a request, and the moments of its answer to the list. */
async function follow(forum: Forum, method: string, path: string, moments: string[]): Promise<string> {
  const answer = await open(forum.url, { method, path, headers: { 'x-user': 'ann' } });
  let all = '';
  for await (const chunk of answer) {
    all += String(chunk);
    // Nest begins a stream of events with an empty line.
    if (String(chunk).trim() !== '') moments.push('answered');
  }
  return all;
}

describeEachForum('an answer', SETTINGS, (forum) => {
  it.each([
    ['of a value', 'POST', '/value'],
    ['beside @Res({ passthrough: true })', 'POST', '/passthrough'],
    ['of an observable', 'POST', '/observable'],
    ['of server-sent events, the first of them,', 'GET', '/events'],
  ])('%s leaves when the entry is durable, and not before', async (_, method, path) => {
    recorded.length = 0;
    const moments: string[] = [];
    const unlock = await lockTrail(forum());
    const answer = follow(forum(), method, path, moments);
    try {
      await until('the entry waits', () => forum().trail.stats().waiting === 1);
      // What had been answered before this would have arrived.
      expect((await send(forum().url, { path: '/ping' })).text).toBe('pong');
      expect(moments).toEqual([]);
      expect(recorded).toEqual([]);
    } finally {
      await unlock();
    }
    await answer;
    expect(moments).not.toEqual([]);
    expect(recorded).toHaveLength(1);
    expect(await forum().entries()).toEqual(recorded);
  });

  it('comes after onRecorded, and the entry can be read by then', async () => {
    recorded.length = 0;
    await send(forum().url, { method: 'POST', path: '/value', headers: { 'x-user': 'ann' } });
    expect(recorded).toEqual(await forum().entries());
    expect(recorded).toMatchObject([{ userId: 'ann', entityId: '7', ip: '127.0.0.1' }]);
  });
});
