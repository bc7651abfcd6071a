import { applyDecorators, ForbiddenException, Injectable } from '@nestjs/common';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import { GraphQLScalarType } from 'graphql';
import { startForum } from '../../support/forum/world.js';
import type { HttpServerKind } from '../../support/http-servers.js';
import { describeTransport } from './contract.js';
import { apollo, ask, GraphqlGuard } from './graphql-clients.js';
import type { HandlerDecorators } from './handlers.js';

/** Lets the contract's handlers return what they like. */
const Anything = new GraphQLScalarType({ name: 'Anything' });

const decorators: HandlerDecorators = {
  handles: ({ scope, isAbstract = false } = {}) =>
    applyDecorators(Injectable({ scope }), Resolver({ isAbstract })),
  changes: (name) => Mutation(() => Anything, { name, nullable: true }),
  reads: (name) => Query(() => Anything, { name, nullable: true }),
  guard: GraphqlGuard,
  refusal: (message) => new ForbiddenException(message),
};

const SERVERS: readonly (readonly [HttpServerKind, string])[] = [
  ['express', 'Express'],
  ['fastify', 'Fastify'],
];

for (const [server, name] of SERVERS) {
  describeTransport({
    title: `GraphQL resolvers of Apollo on ${name}`,
    decorators,
    clientIp: '127.0.0.2',
    recordedOfThree: '3',
    notAnEntity: /^PlainHandlers.plainObject: What was to be recorded is a plain object.*@AuditTrail\(/,
    async start(database, providers) {
      const forum = await startForum(database, { server, providers, imports: [apollo()] });
      return {
        ...forum,
        async call(field, { as, reads = false } = {}) {
          const { data, errors } = await ask(forum.url, `${reads ? 'query' : 'mutation'} { ${field} }`, as);
          return errors?.[0] === undefined ? { value: data?.[field] } : { error: errors[0].message };
        },
      };
    },
  });
}
