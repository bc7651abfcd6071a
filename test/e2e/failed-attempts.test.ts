import { expect, it } from '@jest/globals';
import {
  Body,
  ConflictException,
  Controller,
  ForbiddenException,
  Param,
  ParseIntPipe,
  Patch,
  Post as HttpPost,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { AuditTrail, entityReference } from '../../src/index.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import { Account, Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { send } from '../support/http-servers.js';

interface Credentials {
  readonly name: string;
  readonly password?: string;
}

interface RequestWith {
  readonly body: Credentials;
  readonly params: { readonly id: string };
}

const claimed = (_: unknown, { body }: RequestWith) => entityReference(Account, body.name);

@Controller()
@UseGuards(SignedInGuard)
class AttemptsController {
  @HttpPost('sessions')
  @AuditTrail({
    action: 'session.start',
    failedAttempts: true,
    entity: claimed,
    user: (account: Account | undefined) => account?.name,
  })
  logIn(@Body() { name, password }: Credentials): Account {
    if (password !== 'right') throw new UnauthorizedException('wrong name or password');
    return Object.assign(new Account(), { id: 1, name });
  }

  @HttpPost('accounts')
  @AuditTrail({ action: 'account.register', failedAttempts: true, entity: claimed })
  register(@Body() { name }: Credentials): Account {
    throw new ConflictException(`${name} is taken`);
  }

  @Patch('threads/:id')
  @AuditTrail({
    action: 'thread.edit',
    failedAttempts: true,
    entity: (result: Thread | undefined, { params }: RequestWith) =>
      result ?? entityReference(Thread, params.id),
  })
  edit(@Param('id', ParseIntPipe) id: number): Thread {
    if (id === 13) throw new ForbiddenException('not yours');
    return Object.assign(new Thread(), { id, title: 'Edited' });
  }

  @Patch('plain/:id')
  @AuditTrail({ action: 'thread.edit', failedAttempts: true })
  withoutEntity(): Thread {
    throw new ForbiddenException();
  }

  @Patch('broken/:id')
  @AuditTrail({
    failedAttempts: true,
    entity: (result: Thread) => Object.assign(new Thread(), { id: result.id }),
  })
  brokenOption(): Thread {
    throw new ForbiddenException('not yours');
  }
}

describeEachForum('an attempt that failed', { controllers: [AttemptsController] }, (forum) => {
  it('is recorded for a login, with the claimed name as the entity and nobody as the user', async () => {
    const body = { name: 'ann', password: 'wrong' };
    const answer = await send(forum().url, { path: '/sessions', body });
    expect(answer).toMatchObject({ status: 401, json: { message: 'wrong name or password' } });
    const expected = { userId: null, ip: '127.0.0.1', action: 'session.start', outcome: 'failed' };
    expect(await forum().entries()).toMatchObject([{ ...expected, entityType: 'Account', entityId: 'ann' }]);
  });

  it('is no failure where the login succeeded', async () => {
    await send(forum().url, { path: '/sessions', body: { name: 'ann', password: 'right' } });
    expect(await forum().entries()).toMatchObject([{ userId: 'ann', outcome: 'done', entityId: 'ann' }]);
  });

  it('is recorded for a registration that was refused', async () => {
    const answer = await send(forum().url, { path: '/accounts', body: { name: 'ann' } });
    expect(answer).toMatchObject({ status: 409, json: { message: 'ann is taken' } });
    expect(await forum().entries()).toMatchObject([{ userId: null, outcome: 'failed', entityId: 'ann' }]);
  });

  it('is recorded for an edit that the handler refused, with who is signed in', async () => {
    const headers = { 'x-user': '7' };
    expect(await send(forum().url, { method: 'PATCH', path: '/threads/13', headers })).toMatchObject({
      status: 403,
    });
    expect(await forum().entries()).toMatchObject([{ userId: '7', outcome: 'failed', entityId: '13' }]);
  });

  it('is recorded for an edit that a pipe refused', async () => {
    const headers = { 'x-user': '7' };
    expect(await send(forum().url, { method: 'PATCH', path: '/threads/x', headers })).toMatchObject({
      status: 400,
    });
    expect(await forum().entries()).toMatchObject([{ userId: '7', outcome: 'failed', entityId: 'x' }]);
  });

  it('is not recorded where a guard refused', async () => {
    const headers = { 'x-user': 'refuse' };
    expect(await send(forum().url, { method: 'PATCH', path: '/threads/13', headers })).toMatchObject({
      status: 401,
    });
    expect(await forum().entries()).toEqual([]);
  });

  it('is not recorded where no entity is named', async () => {
    const headers = { 'x-user': '7' };
    expect(await send(forum().url, { method: 'PATCH', path: '/plain/13', headers })).toMatchObject({
      status: 403,
    });
    expect(await forum().entries()).toEqual([]);
  });

  it("keeps the handler's own answer where the option throws, and says so in the log, once a route", async () => {
    const headers = { 'x-user': '7' };
    for (let i = 0; i < 3; i++) await send(forum().url, { method: 'PATCH', path: '/broken/13', headers });
    const answer = await send(forum().url, { method: 'PATCH', path: '/broken/13', headers });
    expect(answer).toMatchObject({ status: 403, json: { message: 'not yours' } });
    expect(await forum().entries()).toEqual([]);
    expect(forum().logs.messages('error')).toEqual([
      'AttemptsController.brokenOption (PATCH broken/:id) was not recorded. an option threw TypeError',
    ]);
  });

  it('is done where it succeeded', async () => {
    const headers = { 'x-user': '7' };
    await send(forum().url, { method: 'PATCH', path: '/threads/5', headers });
    expect(await forum().entries()).toMatchObject([{ userId: '7', outcome: 'done', entityId: '5' }]);
  });
});
