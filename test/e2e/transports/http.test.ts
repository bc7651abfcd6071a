import {
  Controller,
  ForbiddenException,
  Get,
  HttpCode,
  Post as HttpPost,
  applyDecorators,
} from '@nestjs/common';
import { SignedInGuard } from '../../support/forum/signed-in.guard.js';
import { startForum } from '../../support/forum/world.js';
import { type HttpServerKind, send } from '../../support/http-servers.js';
import { type Answer, describeTransport } from './contract.js';
import type { HandlerDecorators } from './handlers.js';

const decorators: HandlerDecorators = {
  handles: ({ scope, isAbstract } = {}) => (isAbstract ? () => undefined : Controller({ scope })),
  changes: (name) => applyDecorators(HttpPost(name), HttpCode(200)),
  reads: (name) => Get(name),
  guard: SignedInGuard,
  refusal: (message) => new ForbiddenException(message),
};

function answerOf({ status, text, json }: { status: number; text: string; json: unknown }): Answer {
  if (status >= 400) return { error: (json as { message: string }).message };
  // Express sends nothing for null, Fastify the word.
  return { value: text === '' || text === 'null' ? null : (json ?? text) };
}

const SERVERS: readonly (readonly [HttpServerKind, string])[] = [
  ['express', 'Express'],
  ['fastify', 'Fastify'],
];

for (const [server, name] of SERVERS) {
  describeTransport({
    title: `HTTP routes of ${name}`,
    decorators,
    clientIp: '127.0.0.2',
    recordedOfThree: '3',
    notAnEntity: /^Internal server error$/,
    async start(database, controllers) {
      const forum = await startForum(database, { server, controllers });
      return {
        ...forum,
        call: async (path, { as, reads = false } = {}) =>
          answerOf(
            await send(forum.url, {
              path: `/${path}`,
              method: reads ? 'GET' : 'POST',
              headers: as === undefined ? {} : { 'x-user': as },
              from: '127.0.0.2',
            }),
          ),
      };
    },
  });
}
