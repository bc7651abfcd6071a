import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { AuditTrailEntry } from '../../../src/index.js';
import { describeEachDatabase, type TestDatabase } from '../../support/databases.js';
import { lockTrail, withoutTrail } from '../../support/forum/trail-lock.js';
import { until } from '../../support/forum/until.js';
import type { Forum } from '../../support/forum/world.js';
import { type HandlerDecorators, handlersOf } from './handlers.js';

/** What a client got: a value, or the message of an error. */
export type Answer = { readonly value: unknown } | { readonly error: string };

interface Call {
  readonly as?: string;
  /** The call is one of a handler that only reads. */
  readonly reads?: boolean;
  /** The transport may leave the call unanswered. */
  readonly returnsNull?: boolean;
}

/** An application that a client can call. */
interface RunningTransport extends Pick<Forum, 'dataSource' | 'trail' | 'entries' | 'logs' | 'close'> {
  readonly call: (name: string, call?: Call) => Promise<Answer>;
}

/** One way in which Nest is handed requests. */
export interface Transport {
  readonly title: string;
  readonly decorators: HandlerDecorators;
  readonly start: (database: TestDatabase, handlers: Type[]) => Promise<RunningTransport>;
  /** The address that a client of `call` has. */
  readonly clientIp: string;
  /** Of an observable of the threads 1, 2 and 3, the one that is recorded. */
  readonly recordedOfThree: '1' | '3';
  /** What a client reads where no entity was returned. */
  readonly notAnEntity: string | RegExp;
}

/** What holds wherever Nest handles a request. */
export function describeTransport(transport: Transport): void {
  describeEachDatabase(
    `@AuditTrail() on ${transport.title}`,
    (database) => {
      let running: RunningTransport;
      const call: RunningTransport['call'] = (name, options) => running.call(name, { as: 'ann', ...options });
      const actions = async () => (await running.entries()).map(({ action }) => action);

      beforeAll(async () => {
        running = await transport.start(database(), handlersOf(transport.decorators));
      });
      beforeEach(async () => {
        await running.dataSource.createQueryBuilder().delete().from(AuditTrailEntry).execute();
        running.logs.clear();
      });
      afterAll(() => running?.close());

      it('records user, address and the returned entity once', async () => {
        expect(await call('start')).toEqual({ value: { id: 7 } });
        expect(await running.entries()).toMatchObject([
          {
            userId: 'ann',
            ip: transport.clientIp,
            action: 'thread.start',
            entityType: 'Thread',
            entityId: '7',
            outcome: 'done',
          },
        ]);
        expect(running.logs.messages('warn')).toEqual([]);
      });

      it('records each of several clients as itself', async () => {
        const users = ['ann', 'ben', 'cleo', 'dan'];
        await Promise.all(users.map((as) => call('start', { as })));
        expect((await running.entries()).map(({ userId }) => userId).toSorted()).toEqual(users);
      });

      it('records nothing where nobody is signed in, or a guard refuses', async () => {
        expect(await running.call('start')).toEqual({ value: { id: 7 } });
        expect(await call('start', { as: 'refuse' })).toHaveProperty('error');
        expect(await call('refusedAttempt', { as: 'refuse' })).toHaveProperty('error');
        expect(await running.entries()).toEqual([]);
      });

      it('records each entity of an array', async () => {
        expect(await call('several')).toEqual({ value: [{ id: 7 }, { id: 8 }] });
        expect((await running.entries()).map(({ entityId }) => entityId)).toEqual(['7', '8']);
      });

      it('records nothing of null and of an empty array', async () => {
        expect(await call('none', { returnsNull: true })).toEqual({ value: null });
        expect(await call('empty')).toEqual({ value: [] });
        expect(await running.entries()).toEqual([]);
        expect(running.logs.messages('warn')).toEqual([]);
      });

      it('answers with an error where no entity was returned, for nobody too', async () => {
        const error = expect.stringMatching(transport.notAnEntity);
        expect(await call('plainObject')).toEqual({ error });
        expect(await running.call('plainObject')).toEqual({ error });
        expect(await running.entries()).toEqual([]);
      });

      it('records a plain object with the option "of"', async () => {
        expect(await call('plainObjectOf')).toEqual({ value: { id: 9 } });
        expect(await running.entries()).toMatchObject([{ entityType: 'Thread', entityId: '9' }]);
      });

      it("leaves the handler's own error as it is, and records nothing", async () => {
        expect(await call('refused')).toEqual({ error: 'not yours' });
        expect(await call('refusedUnnamed')).toEqual({ error: 'not yours' });
        expect(await running.entries()).toEqual([]);
      });

      it('records a failed attempt, with who is signed in or nobody', async () => {
        expect(await call('refusedAttempt')).toEqual({ error: 'not yours' });
        expect(await running.call('refusedAttempt')).toEqual({ error: 'not yours' });
        const expected = { ip: transport.clientIp, action: 'thread.edit', entityId: '13', outcome: 'failed' };
        expect(await running.entries()).toMatchObject([
          { ...expected, userId: 'ann' },
          { ...expected, userId: null },
        ]);
      });

      it.each(['start', 'values', 'scoped'])(
        'answers %s when the entry is durable, and not before',
        async (name) => {
          const moments: string[] = [];
          const unlock = await lockTrail(running);
          const answer = call(name).then(() => moments.push('answered'));
          try {
            await until('the entry waits', () => running.trail.stats().waiting === 1);
            // What had been answered before this would have arrived.
            expect(await call('ping')).toEqual({ value: 'pong' });
            expect(moments).toEqual([]);
          } finally {
            await unlock();
          }
          await answer;
          expect(await running.entries()).toHaveLength(1);
        },
      );

      it('answers with an error where the entry cannot be written, and shows nothing of it', async () => {
        await withoutTrail(running, async () => {
          const answer = await call('start');
          expect(answer).toHaveProperty('error');
          expect(JSON.stringify(answer)).not.toMatch(/audit_trail|insert|127\.0\.0|ann/);
        });
      });

      it('records one value of an observable', async () => {
        expect(await call('values')).toEqual({ value: { id: Number(transport.recordedOfThree) } });
        expect(await running.entries()).toMatchObject([{ entityId: transport.recordedOfThree }]);
      });

      it.each(['wrappedAbove', 'wrappedBelow'])(
        'sees what the handler returned beside another interceptor: %s',
        async (name) => {
          expect(await call(name)).toEqual({ value: { data: { id: 7 } } });
          expect(await running.entries()).toMatchObject([{ action: 'wrapped', entityId: '7' }]);
        },
      );

      it.each([
        ['covers what changes something', 'covered', ['AuditedHandlers.covered']],
        ["gives way to the method's own, and records once", 'renamed', ['thread.rename']],
        ['leaves out what @SkipAuditTrail() takes out', 'skipped', []],
        ['covers inherited handlers', 'inheritedBare', ['InheritingHandlers.inheritedBare']],
        ['gives way to an inherited decorator', 'inheritedOwn', ['base.own']],
        ['leaves out what was inherited as taken out', 'inheritedSkipped', []],
        ['covers what is made for each request', 'scoped', ['ScopedHandlers.scoped']],
        ['covers that once, beside its own decorator', 'scopedBoth', ['both']],
      ])('on a class %s', async (_, name, expected) => {
        expect(await call(name)).toEqual({ value: { id: 7 } });
        expect(await actions()).toEqual(expected);
      });

      if (transport.decorators.reads !== null) {
        it('covers a handler that reads with its own decorator, and not with that of the class', async () => {
          expect(await call('find', { reads: true })).toEqual({ value: { id: 7 } });
          expect(await actions()).toEqual([]);
          expect(await call('findAudited', { reads: true })).toEqual({ value: { id: 7 } });
          expect(await actions()).toEqual(['thread.read']);
        });
      }
    },
    { on: ['better-sqlite3'] },
  );
}
