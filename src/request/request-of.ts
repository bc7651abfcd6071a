import type { ExecutionContext } from '@nestjs/common';

/** What GraphQL drivers hand to resolvers: Apollo has `req`, Mercurius the reply of Fastify. */
interface GraphqlContext {
  readonly req?: object;
  readonly request?: object;
  readonly reply?: { readonly request?: object };
}

/**
 * The request behind a call, where Nest keeps it: HTTP, the GraphQL context's `req`, the socket of a gateway, the
 * context of a microservice.
 */
export function requestOf(context: ExecutionContext): object {
  switch (context.getType<string>()) {
    case 'graphql': {
      const graphql = context.getArgByIndex<GraphqlContext | undefined>(2);
      return graphql?.req ?? graphql?.request ?? graphql?.reply?.request ?? graphql ?? {};
    }
    case 'ws':
      return context.switchToWs().getClient<object>();
    case 'rpc':
      return context.switchToRpc().getContext<object>() ?? {};
    default:
      // What switchToHttp().getRequest() answers; each of those calls would make three closures.
      return context.getArgByIndex<object>(0);
  }
}
