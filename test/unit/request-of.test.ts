import { describe, expect, it } from '@jest/globals';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { requestOf } from '../../src/request/request-of.js';

const request = { ip: '203.0.113.7' };

function contextOf(type: string, args: unknown[]): ExecutionContextHost {
  const context = new ExecutionContextHost(args);
  context.setType(type);
  return context;
}

describe('the request of a call', () => {
  it.each<[string, string, unknown[]]>([
    ['HTTP', 'http', [request, {}]],
    ['GraphQL where Apollo keeps it', 'graphql', [{}, {}, { req: request }, {}]],
    ['GraphQL where the context holds it as "request"', 'graphql', [{}, {}, { request }, {}]],
    ['GraphQL where Mercurius keeps it', 'graphql', [{}, {}, { app: {}, reply: { request } }, {}]],
    ['GraphQL where the context is made of it', 'graphql', [{}, {}, request, {}]],
    ['a gateway', 'ws', [request, { title: 'Welcome' }]],
    ['a microservice', 'rpc', [{ title: 'Welcome' }, request]],
  ])('is found over %s', (_, type, args) => {
    expect(requestOf(contextOf(type, args))).toBe(request);
  });

  it('is empty where GraphQL has no context', () => {
    expect(requestOf(contextOf('graphql', [{}, {}]))).toEqual({});
  });
});
