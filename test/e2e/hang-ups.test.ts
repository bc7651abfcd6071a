import type { Socket } from 'node:net';
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
import { AuditTrail } from '../../src/index.js';
import { describeForumOnEachServer } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { Gate, until } from '../support/forum/until.js';
import { send } from '../support/http-servers.js';

let gate = new Gate();
let socket: Socket | undefined;

interface TestRequest {
  readonly socket: Socket;
}

/** A guard that looks the session up, which takes its time. */
@Injectable()
class SlowGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    socket = context.switchToHttp().getRequest<TestRequest>().socket;
    await gate.pass();
    return true;
  }
}

@Controller()
@UseGuards(SignedInGuard)
class SlowController {
  @HttpPost('slow-handler')
  @AuditTrail()
  async slow(@Req() request: TestRequest): Promise<Thread> {
    socket = request.socket;
    await gate.pass();
    return Object.assign(new Thread(), { id: 7 });
  }

  @HttpPost('slow-guard')
  @UseGuards(SlowGuard)
  @AuditTrail()
  guarded(): Thread {
    return Object.assign(new Thread(), { id: 7 });
  }
}

beforeEach(() => {
  gate = new Gate();
});

describeForumOnEachServer('a client that hangs up', { controllers: [SlowController] }, (forum) => {
  it.each([
    ['while the handler is at work', '/slow-handler'],
    ['while a guard is at work', '/slow-guard'],
  ])('%s is recorded with its address', async (_, path) => {
    const client = new AbortController();
    const headers = { 'x-user': 'ann' };
    const answer = send(forum().url, {
      path,
      method: 'POST',
      headers,
      signal: client.signal,
    });
    await gate.reached;
    client.abort();
    await expect(answer).rejects.toThrow('aborted');
    await until('the server has noticed', () => socket?.destroyed === true);
    gate.release();
    await until('the handler is done', async () => (await forum().entries()).length > 0);
    expect(await forum().entries()).toMatchObject([{ userId: 'ann', ip: '127.0.0.1' }]);
  });
});
