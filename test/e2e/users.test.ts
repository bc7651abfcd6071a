import { beforeEach, expect, it } from '@jest/globals';
import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Injectable,
  Post as HttpPost,
  Req,
  UseGuards,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditTrail } from '../../src/index.js';
import { describeForumOnEachServer } from '../support/forum/each-forum.js';
import { Account, Thread } from '../support/forum/entities.js';
import { type RunningApplication, send } from '../support/http-servers.js';

interface TestRequest {
  readonly headers: Readonly<Record<string, string>>;
  user?: unknown;
  session?: unknown;
}

/** Whatever `x-user` says in JSON is what the guard makes of it, as guards do that await a database. */
@Injectable()
class JsonGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<TestRequest>();
    await Promise.resolve();
    if (request.headers['x-user'] !== undefined) request.user = JSON.parse(request.headers['x-user']);
    return true;
  }
}

const thread = () => Object.assign(new Thread(), { id: 7 });
let handled = 0;

class Handlers {
  @HttpPost('threads')
  @AuditTrail()
  start(): Thread {
    handled++;
    return thread();
  }

  @HttpPost('log-in')
  @AuditTrail({ action: 'account.log-in' })
  logIn(@Req() request: TestRequest): Account {
    request.user = { id: 42 };
    return Object.assign(new Account(), { id: 42 });
  }

  @HttpPost('accounts')
  @AuditTrail({ action: 'account.register', user: (account: Account) => account })
  register(): Account {
    return Object.assign(new Account(), { id: 43 });
  }

  @HttpPost('on-behalf')
  @AuditTrail({ user: (_, request: TestRequest) => Promise.resolve(request.headers['x-acting']) })
  onBehalf(): Thread {
    return thread();
  }

  @HttpPost('nobody')
  @AuditTrail({ user: () => null })
  byNobody(): Thread {
    return thread();
  }
}

@Controller()
@UseGuards(JsonGuard)
class GuardedController extends Handlers {}

@Controller()
class OpenController extends Handlers {}

const post = (application: RunningApplication, path: string, headers: Record<string, string> = {}) =>
  send(application.url, { path, method: 'POST', headers });

beforeEach(() => {
  handled = 0;
});

describeForumOnEachServer('the user of an entry', { controllers: [GuardedController] }, (forum) => {
  const usersAfter = async (path: string, headers?: Record<string, string>) => {
    await post(forum(), path, headers);
    return (await forum().entries()).map(({ userId }) => userId);
  };

  it.each([
    ['an object with an id', '{"id":"ann"}', 'ann'],
    ['an object with a number', '{"id":7}', '7'],
    ['an object with a userId', '{"userId":"ann"}', 'ann'],
    ['the claims of a token', '{"sub":"auth0|5f7c8ec7c33c6c004bbafe82"}', 'auth0|5f7c8ec7c33c6c004bbafe82'],
    ['the id itself', '"ann"', 'ann'],
    ['a number', '7', '7'],
    ['255 characters', `"${'u'.repeat(255)}"`, 'u'.repeat(255)],
  ])('is seen although a guard set it: %s', async (_, user, id) => {
    expect(await usersAfter('/threads', { 'x-user': user })).toEqual([id]);
  });

  it.each([
    ['null', 'null'],
    ['what Passport leaves, false', 'false'],
  ])('is nobody where the guard leaves %s', async (_, user) => {
    expect(await usersAfter('/threads', { 'x-user': user })).toEqual([]);
    expect(handled).toBe(1);
  });

  it.each([
    ['no id', '{"name":"ann"}'],
    ['an empty id', '{"id":""}'],
    ['an id with a space before it', '{"id":" ann"}'],
    ['an id that is not ASCII', '{"id":"größe"}'],
    ['an id that is too long', `{"id":"${'u'.repeat(256)}"}`],
    ['a number that has lost digits', '{"id":9007199254740993}'],
    ['a fraction', '{"id":1.5}'],
    ['true', 'true'],
  ])('is INVALID_USER, not anonymous, where it has %s; the handler is not run', async (_, user) => {
    // Headers are bytes; Node reads them as Latin-1.
    const header = Buffer.from(user).toString('latin1');
    const { status, text } = await post(forum(), '/threads', { 'x-user': header });
    expect(status).toBe(500);
    expect(text).not.toContain('ann');
    expect(handled).toBe(0);
    expect(forum().logs.text).toContain('an object that has one in id, userId or sub');
    expect(await forum().entries()).toEqual([]);
  });

  it('is looked for once more after the handler, which may have signed somebody in', async () => {
    expect(await usersAfter('/log-in')).toEqual(['42']);
  });

  it('is whom the decorator names, who need not be signed in', async () => {
    expect(await usersAfter('/accounts')).toEqual(['43']);
  });

  it('is whom the decorator names, whoever is signed in', async () => {
    const headers = { 'x-user': '{"id":"moderator"}', 'x-acting': 'ann' };
    expect(await usersAfter('/on-behalf', headers)).toEqual(['ann']);
  });

  it('is nobody where the decorator says so, whoever is signed in', async () => {
    expect(await usersAfter('/nobody', { 'x-user': '{"id":"moderator"}' })).toEqual([]);
    expect(await usersAfter('/on-behalf', { 'x-user': '{"id":"moderator"}' })).toEqual([]);
  });
});

const GLOBAL_GUARD = {
  controllers: [OpenController],
  providers: [{ provide: APP_GUARD, useClass: JsonGuard }],
};

describeForumOnEachServer('a guard for the whole application', GLOBAL_GUARD, (forum) => {
  it('has set the user when the entry is made', async () => {
    await post(forum(), '/threads', { 'x-user': '{"id":"ann"}' });
    expect(await forum().entries()).toMatchObject([{ userId: 'ann' }]);
  });
});
