import { type ExecutionContext, NotFoundException, UseGuards } from '@nestjs/common';
import {
  Args,
  Context,
  Field,
  GqlExecutionContext,
  Info,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { AuditTrail, entityReference } from '../../../src/index.js';
import { Thread } from '../../support/forum/entities.js';
import { GraphqlGuard } from './graphql-clients.js';

@ObjectType('Thread')
class ThreadType {
  @Field(() => Int)
  id!: number;

  @Field(() => String)
  title!: string;
}

const thread = (id: number, title: string) => Object.assign(new Thread(), { id, title });

/** The arguments of a call, for the option `entity`. */
const idOf = (context: ExecutionContext) => GqlExecutionContext.create(context).getArgs<{ id: number }>().id;

@Resolver(() => ThreadType)
@UseGuards(GraphqlGuard)
@AuditTrail()
export class ThreadsResolver {
  @Query(() => ThreadType)
  thread(@Args('id', { type: () => Int }) id: number): Thread {
    return thread(id, 'Welcome');
  }

  @Mutation(() => ThreadType)
  async startThread(@Args('title', { type: () => String }) title: string): Promise<Thread> {
    return thread(7, title);
  }

  @Mutation(() => Boolean)
  @AuditTrail({
    action: 'thread.delete',
    failedAttempts: true,
    entity: (_: unknown, __: unknown, context: ExecutionContext) => entityReference(Thread, idOf(context)),
  })
  deleteThread(
    @Args('id', { type: () => Int }) id: number,
    @Context() { req }: { req?: object },
    @Info() { fieldName }: GraphQLResolveInfo,
  ): boolean {
    if (id === 13) throw new NotFoundException('no such thread');
    return req !== undefined && fieldName === 'deleteThread';
  }

  @Mutation(() => [ThreadType])
  mergeThreads(): Thread[] {
    return [thread(7, 'Kept'), thread(8, 'Merged')];
  }

  @ResolveField('related', () => [ThreadType])
  related(@Parent() { id }: Thread): Thread[] {
    return [thread(id + 1, 'Next')];
  }

  @ResolveField('viewed', () => ThreadType)
  @AuditTrail({ action: 'thread.view' })
  viewed(@Parent() { id }: Thread): Thread {
    return thread(id, 'Viewed');
  }

  @Subscription(() => ThreadType)
  async *threadStarted(): AsyncGenerator<{ threadStarted: Thread }> {
    yield { threadStarted: thread(7, 'Welcome') };
  }
}
