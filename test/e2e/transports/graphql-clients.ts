import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import {
  type CanActivate,
  type DynamicModule,
  type ExecutionContext,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { GqlExecutionContext, GraphQLModule } from '@nestjs/graphql';
import { send } from '../../support/http-servers.js';

interface WithHeaders {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What Nest puts in the context: the request, or the connection of graphql-ws, which holds the one that opened it. */
type GraphqlRequest = (WithHeaders | { readonly extra: { readonly request: WithHeaders } }) & {
  user?: unknown;
};

/** As `SignedInGuard`, for resolvers: takes `x-user: ann` for who is signed in. */
@Injectable()
export class GraphqlGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { req } = GqlExecutionContext.create(context).getContext<{ req: GraphqlRequest }>();
    const said = ('extra' in req ? req.extra.request : req).headers['x-user'];
    if (said === 'refuse') throw new UnauthorizedException();
    if (said !== undefined) req.user = { id: said };
    return true;
  }
}

/** Apollo with a schema that is made of the resolvers. */
export function apollo(options: Partial<ApolloDriverConfig> = {}): DynamicModule {
  return GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    autoSchemaFile: true,
    graphiql: false,
    fieldResolverEnhancers: ['interceptors'],
    ...options,
  });
}

export interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: object }[];
}

/** Sends one document. */
export async function ask(url: string, query: string, as?: string): Promise<GraphqlAnswer> {
  const { json } = await send<GraphqlAnswer>(url, {
    path: '/graphql',
    body: { query },
    headers: as === undefined ? {} : { 'x-user': as },
    from: '127.0.0.2',
  });
  return json;
}
