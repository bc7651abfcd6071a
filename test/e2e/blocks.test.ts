import { Controller, Get, type MiddlewareConsumer, Module, Post, UseGuards } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { BlockBook } from '../../src/blocking/block-book.js';
import { BlockRefresh } from '../../src/blocking/block-refresh.js';
import { LiveBlocks } from '../../src/blocking/live-blocks.js';
import {
  AllowBlocked,
  ForSignUp,
  IpBlockGuard,
  IpBlockMiddleware,
  IpBlocksService,
  type NewBlock,
} from '../../src/index.js';
import { createDatabase } from '../support/databases.js';
import type { ForumSettings } from '../support/forum/world.js';
import { describeForumOnEachServer } from '../support/forum/each-forum.js';
import { type Forum, startForum } from '../support/forum/world.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { type HttpServerKind, send } from '../support/http-servers.js';
import { ask, apollo } from './transports/graphql-clients.js';
import { Query, Resolver } from '@nestjs/graphql';

const BY = { staffId: 'boss', reason: 'Spam in thread 4711' };
const MESSAGE = 'Write to us at abuse@forum.example.';

@Controller()
class PagesController {
  @Get('thread')
  thread(): string {
    return 'Welcome';
  }

  @Post('sign-up')
  @ForSignUp()
  signUp(): string {
    return 'Hello';
  }

  @Get('imprint')
  @AllowBlocked()
  imprint(): string {
    return 'The forum';
  }
}

@Controller('staff')
@AllowBlocked()
class StaffController {
  @Get()
  desk(): string {
    return 'The desk';
  }
}

@Controller('guarded')
@UseGuards(IpBlockGuard)
class GuardedController {
  @Get()
  read(): string {
    return 'guarded';
  }

  @Post('sign-up')
  @ForSignUp()
  signUp(): string {
    return 'Hello';
  }
}

@Controller('half')
class HalfGuardedController {
  @Get('guarded')
  @UseGuards(IpBlockGuard)
  guarded(): string {
    return 'guarded';
  }

  @Get('open')
  open(): string {
    return 'open';
  }
}

const exempt = ({ user }: { user?: { id: string } }) => user?.id === 'admin';
/** As the documentation shows it: who is signed in is known before blocks are looked at. */
const GLOBALLY: ForumSettings = {
  trustProxy: 'loopback',
  controllers: [PagesController, StaffController],
  providers: [
    { provide: APP_GUARD, useClass: SignedInGuard },
    { provide: APP_GUARD, useExisting: IpBlockGuard },
  ],
  trail: { blocks: { exempt } },
};

const from = (forum: Forum, ip: string, path: string, more: { method?: string; user?: string } = {}) =>
  send<{ message?: string }>(forum.url, {
    path,
    method: more.method ?? 'GET',
    headers: { 'x-forwarded-for': ip, ...(more.user !== undefined && { 'x-user': more.user }) },
  });
const blocksOf = (forum: Forum) => forum.app.get(IpBlocksService);
const block = (forum: Forum, range: string, more: Partial<NewBlock> = {}) =>
  blocksOf(forum).add({ ...BY, range, ...more });

/** What is left of a test is lifted, so that the next one finds nobody blocked. */
const liftAll = async (forum: Forum) => {
  for (const { id } of (await blocksOf(forum).list({ live: true })).items) await blocksOf(forum).lift(id, BY);
};

describeForumOnEachServer('the guard, globally', GLOBALLY, (forum) => {
  afterEach(() => liftAll(forum()));

  it("refuses a blocked address with 403 and the block's message, and says nothing else of it", async () => {
    await block(forum(), '203.0.113.0/24', { message: MESSAGE });
    const { status, json, text } = await from(forum(), '203.0.113.7', '/thread');
    expect([status, json.message]).toEqual([403, MESSAGE]);
    expect(text).not.toMatch(/boss|4711|203\.0/);
    expect((await from(forum(), '::ffff:203.0.113.7', '/thread')).status).toBe(403);
    expect((await from(forum(), '203.0.114.7', '/thread')).status).toBe(200);
    expect(forum().logs.text).not.toContain('203.0.113');
  });

  it('refuses without a message as well', async () => {
    await block(forum(), '2001:db8::/64');
    const { status, json } = await from(forum(), '2001:DB8::7', '/thread');
    expect([status, json.message]).toEqual([403, 'Requests from your network are not accepted.']);
  });

  it('refuses sign-ups only where the block is for those', async () => {
    await block(forum(), '203.0.113.7', { effect: 'deny-sign-up' });
    expect((await from(forum(), '203.0.113.7', '/sign-up', { method: 'POST' })).status).toBe(403);
    expect((await from(forum(), '203.0.113.7', '/thread')).status).toBe(200);
  });

  it('lets through what an inner rule allows, administrators, and all on routes that say so', async () => {
    await block(forum(), '203.0.113.0/24');
    await block(forum(), '203.0.113.9', { effect: 'allow' });
    const statuses = await Promise.all([
      from(forum(), '203.0.113.9', '/thread'),
      from(forum(), '203.0.113.7', '/thread', { user: 'admin' }),
      from(forum(), '203.0.113.7', '/thread', { user: 'member' }),
      from(forum(), '203.0.113.7', '/imprint'),
      from(forum(), '203.0.113.7', '/staff'),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 403, 200, 200]);
  });

  it('counts what each block decided, but not who is exempt', async () => {
    const denied = await block(forum(), '203.0.113.0/24');
    const allowed = await block(forum(), '203.0.113.9', { effect: 'allow' });
    for (let i = 0; i < 3; i++) await from(forum(), '203.0.113.7', '/thread');
    await from(forum(), '203.0.113.9', '/thread');
    await from(forum(), '203.0.113.7', '/thread', { user: 'admin' });
    const { items } = await blocksOf(forum()).list({ live: true });
    const today = new Date().toISOString().slice(0, 10);
    expect(items.map(({ id, hits, lastHitOn }) => [id, hits, lastHitOn])).toEqual([
      [allowed.id, 1, today],
      [denied.id, 3, today],
    ]);
  });
});

describeForumOnEachServer(
  'the guard, on one controller or one method',
  { trustProxy: 'loopback', controllers: [HalfGuardedController, GuardedController] },
  (forum) => {
    afterEach(() => liftAll(forum()));

    it('refuses there and nowhere else', async () => {
      await block(forum(), '203.0.113.7');
      expect((await from(forum(), '203.0.113.7', '/half/guarded')).status).toBe(403);
      expect((await from(forum(), '203.0.113.8', '/half/guarded')).status).toBe(200);
      expect((await from(forum(), '203.0.113.7', '/half/open')).status).toBe(200);
      expect((await from(forum(), '203.0.113.7', '/guarded')).status).toBe(403);
      expect((await from(forum(), '203.0.113.8', '/guarded')).status).toBe(200);
      await block(forum(), '203.0.113.8', { effect: 'deny-sign-up' });
      expect((await from(forum(), '203.0.113.8', '/guarded')).status).toBe(200);
      expect((await from(forum(), '203.0.113.8', '/guarded/sign-up', { method: 'POST' })).status).toBe(403);
    });
  },
);

@Module({})
class MiddlewareModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(IpBlockMiddleware).forRoutes('*path');
  }
}

describeForumOnEachServer(
  'the middleware',
  { ...GLOBALLY, providers: [{ provide: APP_GUARD, useClass: SignedInGuard }], imports: [MiddlewareModule] },
  (forum) => {
    it('refuses before anybody is authenticated, administrators too', async () => {
      const { id } = await block(forum(), '203.0.113.7', { message: MESSAGE });
      const refused = await from(forum(), '203.0.113.7', '/thread', { user: 'refuse' });
      expect([refused.status, refused.json.message]).toEqual([403, MESSAGE]);
      expect((await from(forum(), '203.0.113.7', '/thread', { user: 'admin' })).status).toBe(403);
      expect((await from(forum(), '203.0.113.8', '/thread', { user: 'admin' })).status).toBe(200);
      expect((await from(forum(), '203.0.113.8', '/thread', { user: 'refuse' })).status).toBe(401);
      await blocksOf(forum()).lift(id, BY);
      expect((await from(forum(), '203.0.113.7', '/thread')).status).toBe(200);
    });
  },
);

const SERVERS: readonly HttpServerKind[] = ['express', 'fastify'];

describe.each(SERVERS)('a guard on %s', (server) => {
  const running: Forum[] = [];
  afterEach(async () => {
    delete process.env['AUDIT_TRAIL_BLOCKS'];
    for (const forum of running.splice(0)) await forum.close();
  });
  const start = async (settings: ForumSettings) => {
    const database = await createDatabase('better-sqlite3', { memory: true });
    const forum = await startForum(database, { ...GLOBALLY, server, ...settings });
    running.push(forum);
    return forum;
  };

  it('that only reports lets everybody through, counts, and logs the block and no address', async () => {
    const forum = await start({ trail: { blocks: { enforce: 'report' } } });
    const { id } = await block(forum, '203.0.113.7');
    for (let i = 0; i < 2; i++) expect((await from(forum, '203.0.113.7', '/thread')).status).toBe(200);
    expect(forum.logs.messages('log').filter((message) => message.includes(id))).toHaveLength(1);
    expect(forum.logs.text).not.toContain('203.0.113');
    expect((await blocksOf(forum).list()).items).toMatchObject([{ hits: 2 }]);
  });

  it('that does not enforce, or is switched off by the environment, lets everybody through', async () => {
    const forum = await start({ trail: { blocks: { enforce: false } } });
    await block(forum, '203.0.113.7');
    expect((await from(forum, '203.0.113.7', '/thread')).status).toBe(200);
    process.env['AUDIT_TRAIL_BLOCKS'] = 'off';
    const off = await start({});
    await block(off, '203.0.113.7');
    expect((await from(off, '203.0.113.7', '/thread')).status).toBe(200);
    expect(off.logs.messages('warn').join()).toContain('AUDIT_TRAIL_BLOCKS=off');
    expect((await blocksOf(off).list()).items).toMatchObject([{ hits: 0 }]);
  });

  it('refuses whose address cannot be read, says so once with the name of the option, and passes them if told', async () => {
    const forum = await start({ trail: { ip: () => 'unknown', blocks: { exempt } } });
    const answers = [];
    for (const user of ['member', 'member', 'admin']) {
      answers.push((await from(forum, '203.0.113.7', '/thread', { user })).status);
    }
    expect(answers).toEqual([403, 403, 200]);
    expect((await from(forum, '203.0.113.7', '/imprint')).status).toBe(200);
    const said = forum.logs.messages('warn').filter((message) => message.includes('option "ip"'));
    expect(said).toHaveLength(1);
    const lax = await start({ trail: { ip: () => undefined, blocks: { whenUnreadable: 'pass' } } });
    expect((await from(lax, '203.0.113.7', '/thread')).status).toBe(200);
  });

  it('exempts nobody for anything but true', async () => {
    const forum = await start({ trail: { blocks: { exempt: (async () => true) as never } } });
    await block(forum, '203.0.113.7');
    expect((await from(forum, '203.0.113.7', '/thread', { user: 'admin' })).status).toBe(403);
    expect(forum.logs.messages('warn').join()).toContain('blocks.exempt');
  });

  it('answers 503 with Retry-After until blocks have been read, and never waits where all are let through', async () => {
    const forum = await start({
      trail: { blocks: { loadTimeoutMs: 0 } },
      override: (builder) =>
        builder.overrideProvider(LiveBlocks).useValue({
          isLoaded: false,
          index: { size: 0 },
          replace: () => Promise.reject(new Error('not yet')),
        }),
    });
    const { status, headers } = await from(forum, '203.0.113.7', '/thread');
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect((await from(forum, '203.0.113.7', '/imprint')).status).toBe(200);
    expect(await forum.trail.health()).toMatchObject({
      status: 'degraded',
      blocks: { status: 'degraded', secondsSinceRead: null },
    });
  });

  it('that closes while blocks are being read waits for the reading, and says nothing of it', async () => {
    const forum = await start({});
    const book = forum.app.get(BlockBook);
    const refresh = book.refresh.bind(book);
    // The database takes its time.
    jest.spyOn(book, 'refresh').mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await refresh();
    });
    const reading = forum.app.get(BlockRefresh).look();
    await forum.close();
    await reading;
    expect(forum.logs.messages('error')).toEqual([]);
  });
});

@Resolver()
class WelcomeResolver {
  @Query(() => String)
  welcome(): string {
    return 'Welcome';
  }

  @Query(() => String)
  @AllowBlocked()
  imprint(): string {
    return 'The forum';
  }
}

describeForumOnEachServer(
  'the guard before GraphQL',
  {
    providers: [WelcomeResolver, { provide: APP_GUARD, useExisting: IpBlockGuard }],
    imports: [apollo()],
  },
  (forum) => {
    afterEach(() => liftAll(forum()));

    it("refuses with the block's message", async () => {
      expect((await ask(forum().url, '{ welcome }')).data).toEqual({ welcome: 'Welcome' });
      await block(forum(), '127.0.0.2', { message: MESSAGE, force: true });
      const { errors } = await ask(forum().url, '{ welcome }');
      expect(errors).toMatchObject([{ message: MESSAGE, extensions: { code: 'FORBIDDEN' } }]);
      expect((await ask(forum().url, '{ imprint }')).data).toEqual({ imprint: 'The forum' });
    });
  },
);
