import { Readable } from 'node:stream';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CallHandler,
  Controller,
  type ExecutionContext,
  GatewayTimeoutException,
  type MessageEvent,
  Module,
  type NestInterceptor,
  Post as HttpPost,
  Res,
  Sse,
  StreamableFile,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { EMPTY, from, map, merge, mergeMap, type Observable, take, throwError } from 'rxjs';
import { AuditTrail, AuditTrailInterceptor } from '../../src/index.js';
import { describeForumOnEachServer } from '../support/forum/each-forum.js';
import { Thread } from '../support/forum/entities.js';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import { SignedInGuard } from '../support/forum/signed-in.guard.js';
import { Gate, until } from '../support/forum/until.js';
import { type Answer, send } from '../support/http-servers.js';

const thread = (id = 7) => Object.assign(new Thread(), { id });

/** What the responses of Express and Fastify have in common. */
interface TestResponse {
  status(code: number): TestResponse;
  header(name: string, value: string): TestResponse;
  send(body: unknown): unknown;
}

let gate = new Gate();
let patience = new Gate();

/** Gives the handler up when the test says so, as an interceptor with `timeout()` does. */
class ImpatientInterceptor implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    const giveUp = from(patience.pass()).pipe(
      mergeMap(() => throwError(() => new GatewayTimeoutException())),
    );
    return merge(next.handle(), giveUp).pipe(take(1));
  }
}

@Controller()
@UseGuards(SignedInGuard)
class AnsweringController {
  @HttpPost('own')
  @AuditTrail({ action: 'own', entity: () => thread() })
  own(@Res() response: TestResponse): void {
    response.status(202).header('x-mine', 'yes').send({ mine: true });
  }

  @HttpPost('own-unnamed')
  @AuditTrail()
  ownUnnamed(@Res() response: TestResponse): void {
    response.status(202).send({ mine: true });
  }

  @HttpPost('own-wrong')
  @AuditTrail({ entity: () => ({ no: 'entity' }) })
  ownWrong(@Res() response: TestResponse): void {
    response.status(202).send({ mine: true });
  }

  @HttpPost('passthrough')
  @AuditTrail({ action: 'passthrough' })
  passthrough(@Res({ passthrough: true }) response: TestResponse): Thread {
    response.status(202).header('x-mine', 'yes');
    return thread();
  }

  @HttpPost('file')
  @AuditTrail({ action: 'file', entity: () => thread() })
  file(): StreamableFile {
    return new StreamableFile(Readable.from(['meow ', 'meow']), { type: 'image/png', length: 9 });
  }

  @HttpPost('observable')
  @AuditTrail({ action: 'observable' })
  observable(): Observable<Thread> {
    return from([thread(1), thread(2), thread(3)]);
  }

  @HttpPost('observable-of-nothing')
  @AuditTrail()
  observableOfNothing(): Observable<Thread> {
    return EMPTY;
  }

  @HttpPost('given-up')
  @UseInterceptors(ImpatientInterceptor)
  @AuditTrail({ action: 'given-up' })
  givenUp(): Observable<Thread> {
    return from(gate.pass()).pipe(map(() => thread()));
  }

  @Sse('events')
  @AuditTrail({ action: 'events', entity: ({ data }: MessageEvent) => thread(Number(data)) })
  events(): Observable<MessageEvent> {
    return from([{ data: '1' }, { data: '2' }, { data: '3' }]);
  }
}

const controllers = [AnsweringController];

beforeEach(() => {
  gate = new Gate();
  patience = new Gate();
});

describeForumOnEachServer('an audited handler', { controllers }, (forum) => {
  const ask = (path: string, method = 'POST'): Promise<Answer> =>
    send(forum().url, { path, method, headers: { 'x-user': 'ann' } });
  const recorded = async () =>
    (await forum().entries()).map(({ action, entityId }) => `${action} ${entityId}`);

  it('that writes its own response records what "entity" names', async () => {
    const answer = await ask('/own');
    expect(answer).toMatchObject({ status: 202, text: '{"mine":true}', headers: { 'x-mine': 'yes' } });
    await until('the entry is written', async () => (await forum().entries()).length > 0);
    expect(await recorded()).toEqual(['own 7']);
  });

  it('that writes its own response and names nothing is warned of, and records nothing', async () => {
    expect(await ask('/own-unnamed')).toMatchObject({ status: 202, text: '{"mine":true}' });
    await until('it is warned of', () => forum().logs.messages('warn').length > 0);
    expect(await recorded()).toEqual([]);
  });

  it('that has answered before its entry is refused leaves an error in the log, and the server at work', async () => {
    expect(await ask('/own-wrong')).toMatchObject({ status: 202, text: '{"mine":true}' });
    await until('it is logged', () => forum().logs.messages('error').length > 0);
    expect(forum().logs.text).toContain('AnsweringController.ownWrong (POST own-wrong)');
    expect(await ask('/passthrough')).toMatchObject({ status: 202 });
  });

  it('that only adds to the response with passthrough records what it returned', async () => {
    const answer = await ask('/passthrough');
    expect(answer).toMatchObject({ status: 202, json: { id: 7 }, headers: { 'x-mine': 'yes' } });
    expect(await recorded()).toEqual(['passthrough 7']);
  });

  it('that answers with a file records what "entity" names', async () => {
    const answer = await ask('/file');
    expect(answer).toMatchObject({ status: 201, text: 'meow meow' });
    expect(answer.headers).toMatchObject({ 'content-type': 'image/png', 'content-length': '9' });
    expect(await recorded()).toEqual(['file 7']);
  });

  it('that returns an observable records the value that is answered, the last', async () => {
    expect(await ask('/observable')).toMatchObject({ status: 201, json: { id: 3 } });
    expect(await recorded()).toEqual(['observable 3']);
  });

  it('that returns an observable of nothing records nothing', async () => {
    await ask('/observable-of-nothing');
    expect(await recorded()).toEqual([]);
  });

  it('that an interceptor gave up is recorded all the same when it is done', async () => {
    const answer = ask('/given-up');
    await gate.reached;
    patience.release();
    expect(await answer).toMatchObject({ status: 504 });
    expect(await recorded()).toEqual([]);
    gate.release();
    await until('the entry is written', async () => (await forum().entries()).length > 0);
    expect(await recorded()).toEqual(['given-up 7']);
  });

  it('that sends events records the first, and sends them all', async () => {
    const { headers, text } = await ask('/events', 'GET');
    expect(headers['content-type']).toContain('text/event-stream');
    expect(text.match(/^data: .$/gm)).toEqual(['data: 1', 'data: 2', 'data: 3']);
    expect(await recorded()).toEqual(['events 1']);
  });
});

describe.each(['express', 'fastify'] as const)('at the start on %s', (server) => {
  const forums = forumsOfTest();

  it('each handler is warned of that writes its own response', async () => {
    const { logs } = await forums.inMemory({ server, controllers });
    expect(logs.messages('warn')).toEqual(
      ['own', 'ownUnnamed', 'ownWrong'].map((name): unknown =>
        expect.stringMatching(new RegExp(`^AnsweringController\\.${name} \\(.*@Res\\(\\).*passthrough`)),
      ),
    );
    // Told only where it was not done.
    expect(logs.messages('warn').map((line) => line.includes('the option "entity"'))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('a handler is warned of once, although its class stands in two modules', async () => {
    @Module({})
    class ElsewhereModule {}
    const { logs } = await forums.inMemory({
      server,
      controllers,
      imports: [{ module: ElsewhereModule, providers: controllers }],
    });
    expect(logs.messages('warn')).toHaveLength(3);
  });

  it('the interceptor can be overridden, as in a unit test', async () => {
    let calls = 0;
    const nothing: NestInterceptor = {
      intercept(_, next) {
        calls++;
        return next.handle();
      },
    };
    const { url, entries } = await forums.inMemory({
      server,
      controllers,
      override: (builder) => builder.overrideInterceptor(AuditTrailInterceptor).useValue(nothing),
    });
    const answer = await send(url, { path: '/observable', method: 'POST', headers: { 'x-user': 'ann' } });
    expect(answer).toMatchObject({ status: 201, json: { id: 3 } });
    expect(calls).toBe(1);
    expect(await entries()).toEqual([]);
  });
});
