import { beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Post as HttpPost } from '@nestjs/common';
import { AuditTrail } from '../../src/index.js';
import { describeForumOnEachServer } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { type RunningApplication, send } from '../support/http-servers.js';

interface TestRequest {
  readonly headers: Readonly<Record<string, string>>;
}

let handled = 0;

@Controller('threads')
class ThreadsController {
  @HttpPost()
  @AuditTrail()
  start(): Thread {
    handled++;
    return Object.assign(new Thread(), { id: 7 });
  }
}

const controllers = [ThreadsController];

const post = ({ url }: RunningApplication, headers: Record<string, string> = {}) =>
  send(url, { path: '/threads', method: 'POST', headers });

beforeEach(() => {
  handled = 0;
});

const CUSTOM = {
  controllers,
  trail: {
    user: async ({ headers }: TestRequest) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (headers['x-session'] === 'broken') throw new RangeError('the session of ann cannot be read');
      return headers['x-session'] === undefined ? null : { id: headers['x-session'] };
    },
    ip: ({ headers }: TestRequest) => headers['x-client'],
  },
};

describeForumOnEachServer('the options user and ip', CUSTOM, (forum) => {
  it('say who acted, in a promise too, and from where', async () => {
    await post(forum(), { 'x-session': 'ann', 'x-client': '2001:DB8::0:7' });
    expect(await forum().entries()).toMatchObject([{ userId: 'ann', ip: '2001:db8::7' }]);
  });

  it('say that nobody is signed in', async () => {
    expect((await post(forum(), { 'x-client': '203.0.113.7' })).status).toBe(201);
    expect(await forum().entries()).toEqual([]);
  });

  it('stop the request before the handler where they fail', async () => {
    const headers = { 'x-session': 'broken', 'x-client': '203.0.113.7' };
    expect((await post(forum(), headers)).status).toBe(500);
    expect(handled).toBe(0);
    expect(await forum().entries()).toEqual([]);
  });
});

const ELSEWHERE = {
  controllers,
  trail: { request: () => ({ user: { id: 'ann' }, ip: '203.0.113.7' }) },
};

describeForumOnEachServer('the option request', ELSEWHERE, (forum) => {
  it('says where user and address are', async () => {
    await post(forum());
    expect(await forum().entries()).toMatchObject([{ userId: 'ann', ip: '203.0.113.7' }]);
  });
});

const LENIENT = {
  controllers,
  trail: {
    whenRecordingFails: 'log' as const,
    ip: ({ headers }: TestRequest) => {
      if (headers['x-broken'] === 'ip') throw new RangeError('203.0.113.7');
      return '203.0.113.7';
    },
    user: ({ headers }: TestRequest) => {
      if (headers['x-broken'] === 'user') throw new RangeError('ann');
      return headers['x-broken'] === 'no id' ? {} : 'ann';
    },
  },
};

describe("with whenRecordingFails: 'log'", () => {
  describeForumOnEachServer('an option that fails', LENIENT, (forum) => {
    it.each([
      ['user', 'an option threw RangeError'],
      ['ip', 'an option threw RangeError'],
      ['no id', 'INVALID_USER'],
    ])('is logged, and the answer goes out: %s', async (broken, why) => {
      expect((await post(forum(), { 'x-broken': broken })).status).toBe(201);
      expect(handled).toBe(1);
      expect(await forum().entries()).toEqual([]);
      expect(forum().logs.messages('error')).toEqual([expect.stringContaining(why)]);
      expect(forum().logs.text).not.toMatch(/203\.0\.113|ann\b/);
    });
  });
});
