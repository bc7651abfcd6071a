import { describe, expect, it } from '@jest/globals';
import type { ExecutionContext } from '@nestjs/common';
import { GqlExecutionContext } from '@nestjs/graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { AuditTrailEntry } from '../../../src/index.js';
import { describeForumOnEachServer } from '../../support/forum/each-forum.js';
import { forumsOfTest } from '../../support/forum/forums-of-test.js';
import { apollo, ask } from './graphql-clients.js';
import { ThreadsResolver } from './threads.resolver.js';

const SETTINGS = {
  providers: [ThreadsResolver],
  imports: [apollo({ subscriptions: { 'graphql-ws': true } })],
};

const namesOf = (entries: AuditTrailEntry[]) =>
  entries.map(({ action, entityId, outcome }) => `${action} ${entityId} ${outcome}`);

describeForumOnEachServer('a resolver of Apollo', SETTINGS, (forum) => {
  it('records a mutation as its entity, and no field beneath it', async () => {
    const query = 'mutation { startThread(title: "Cats") { id title related { id related { id } } } }';
    expect(await ask(forum().url, query, 'ann')).toEqual({
      data: { startThread: { id: 7, title: 'Cats', related: [{ id: 8, related: [{ id: 9 }] }] } },
    });
    expect(await forum().entries()).toMatchObject([
      { userId: 'ann', ip: '127.0.0.2', action: 'ThreadsResolver.startThread', entityId: '7' },
    ]);
  });

  it('records no query, nor a field beneath it', async () => {
    const { data } = await ask(forum().url, '{ thread(id: 1) { related { id } } }', 'ann');
    expect(data).toEqual({ thread: { related: [{ id: 2 }] } });
    expect(await forum().entries()).toEqual([]);
  });

  it('records a field that has a decorator of its own', async () => {
    await ask(forum().url, '{ thread(id: 3) { viewed { id } } }', 'ann');
    expect(namesOf(await forum().entries())).toEqual(['thread.view 3 done']);
  });

  it('records each mutation of one request', async () => {
    const query =
      'mutation { a: startThread(title: "A") { id } b: deleteThread(id: 5) c: mergeThreads { related { id } } }';
    expect((await ask(forum().url, query, 'ann')).errors).toBeUndefined();
    expect(namesOf(await forum().entries())).toEqual([
      'ThreadsResolver.startThread 7 done',
      'thread.delete 5 done',
      'ThreadsResolver.mergeThreads 7 done',
      'ThreadsResolver.mergeThreads 8 done',
    ]);
  });

  it('records a mutation that succeeded beside one that was refused', async () => {
    const query = 'mutation { startThread(title: "A") { id } deleteThread(id: 13) }';
    const { errors } = await ask(forum().url, query, 'ann');
    expect(errors).toMatchObject([
      { message: 'no such thread', extensions: { originalError: { statusCode: 404 } } },
    ]);
    expect(namesOf(await forum().entries())).toEqual([
      'ThreadsResolver.startThread 7 done',
      'thread.delete 13 failed',
    ]);
  });

  it('records a mutation over graphql-ws, and no subscription', async () => {
    const client = createClient({
      url: `${forum().url.replace('http', 'ws')}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocol: string) {
          super(url, protocol, { headers: { 'x-user': 'ann' }, localAddress: '127.0.0.2' });
        }
      },
    });
    for (const query of [
      'subscription { threadStarted { id } }',
      'mutation { startThread(title: "Cats") { id } }',
    ]) {
      for await (const { errors } of client.iterate({ query })) expect(errors).toBeUndefined();
    }
    await client.dispose();
    expect(await forum().entries()).toMatchObject([
      { userId: 'ann', ip: '127.0.0.2', action: 'ThreadsResolver.startThread' },
    ]);
  });
});

describe('a resolver that takes the context and the info', () => {
  const forums = forumsOfTest();

  it('is not said to write its own response', async () => {
    const { logs } = await forums.inMemory(SETTINGS);
    expect(logs.messages('warn')).toEqual([]);
  });
});

interface ContextWithUser {
  readonly req: { readonly ip: string };
  readonly user?: { readonly id: string };
}

const USER_IN_CONTEXT = {
  providers: [ThreadsResolver],
  imports: [
    apollo({
      context: ({ req }: { req: { headers: Record<string, string> } }) => ({
        req,
        user: { id: `${req.headers['x-user']} of the context` },
      }),
    }),
  ],
  trail: {
    request(context: ExecutionContext) {
      const { req, user } = GqlExecutionContext.create(context).getContext<ContextWithUser>();
      return { ip: req.ip, user };
    },
  },
};

describe('the option request', () => {
  const forums = forumsOfTest();

  it('takes the user from elsewhere in the context', async () => {
    const forum = await forums.inMemory(USER_IN_CONTEXT);
    await ask(forum.url, 'mutation { startThread(title: "Cats") { id } }', 'ann');
    expect(await forum.entries()).toMatchObject([{ userId: 'ann of the context', ip: '127.0.0.2' }]);
  });
});
