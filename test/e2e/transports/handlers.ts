import {
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type NestInterceptor,
  Scope,
  type Type,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { from, map, type Observable } from 'rxjs';
import { AuditTrail, entityReference, SkipAuditTrail } from '../../../src/index.js';
import { Thread } from '../../support/forum/entities.js';

/** How a transport declares handlers. */
export interface HandlerDecorators {
  /** On a class: a controller, a resolver, a gateway. */
  readonly handles: (options?: { readonly scope?: Scope; readonly isAbstract?: boolean }) => ClassDecorator;
  /** On a method that changes something: POST, a mutation, a message. */
  readonly changes: (name: string) => MethodDecorator;
  /** On a method that only reads: GET, a query. Messages have no such kind. */
  readonly reads: ((name: string) => MethodDecorator) | null;
  /** Puts who is signed in where the transport keeps it, and refuses the user `refuse`. */
  readonly guard: Type<CanActivate>;
  /** An error that the transport shows to the client as it is. */
  readonly refusal: (message: string) => Error;
}

const thread = (id = 7) => Object.assign(new Thread(), { id });

class Wrapper implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<object> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

/** The same handlers for each transport; their names are what clients call. */
export function handlersOf({ handles, changes, reads, guard, refusal }: HandlerDecorators): Type[] {
  const readsIfAny = reads ?? (() => () => undefined);

  @handles()
  @UseGuards(guard)
  class PlainHandlers {
    @changes('ping')
    ping(): string {
      return 'pong';
    }

    @changes('start')
    @AuditTrail({ action: 'thread.start' })
    async start(): Promise<Thread> {
      return thread();
    }

    @changes('several')
    @AuditTrail({ action: 'several' })
    several(): Thread[] {
      return [thread(7), thread(8)];
    }

    @changes('none')
    @AuditTrail()
    none(): null {
      return null;
    }

    @changes('empty')
    @AuditTrail()
    empty(): Thread[] {
      return [];
    }

    @changes('values')
    @AuditTrail()
    values(): Observable<Thread> {
      return from([thread(1), thread(2), thread(3)]);
    }

    @changes('plainObject')
    @AuditTrail()
    plainObject(): object {
      return { id: 7 };
    }

    @changes('plainObjectOf')
    @AuditTrail({ of: Thread })
    plainObjectOf(): object {
      return { id: 9 };
    }

    @changes('refused')
    @AuditTrail({ entity: () => entityReference(Thread, 13) })
    refused(): Thread {
      throw refusal('not yours');
    }

    @changes('refusedAttempt')
    @AuditTrail({ action: 'thread.edit', failedAttempts: true, entity: () => entityReference(Thread, 13) })
    async refusedAttempt(): Promise<Thread> {
      throw refusal('not yours');
    }

    @changes('refusedUnnamed')
    @AuditTrail({ failedAttempts: true })
    refusedUnnamed(): Thread {
      throw refusal('not yours');
    }

    @changes('wrappedAbove')
    @AuditTrail({ action: 'wrapped' })
    @UseInterceptors(Wrapper)
    wrappedAbove(): Thread {
      return thread();
    }

    @changes('wrappedBelow')
    @UseInterceptors(Wrapper)
    @AuditTrail({ action: 'wrapped' })
    wrappedBelow(): Thread {
      return thread();
    }
  }

  @handles()
  @UseGuards(guard)
  @AuditTrail()
  class AuditedHandlers {
    @changes('covered')
    covered(): Thread {
      return thread();
    }

    @changes('renamed')
    @AuditTrail({ action: 'thread.rename' })
    renamed(): Thread {
      return thread();
    }

    @changes('skipped')
    @SkipAuditTrail()
    skipped(): Thread {
      return thread();
    }

    @readsIfAny('find')
    find(): Thread {
      return thread();
    }

    @readsIfAny('findAudited')
    @AuditTrail({ action: 'thread.read' })
    findAudited(): Thread {
      return thread();
    }
  }

  @handles({ isAbstract: true })
  abstract class Base {
    @changes('inheritedOwn')
    @AuditTrail({ action: 'base.own' })
    inheritedOwn(): Thread {
      return thread();
    }

    @changes('inheritedBare')
    inheritedBare(): Thread {
      return thread();
    }

    @changes('inheritedSkipped')
    @SkipAuditTrail()
    inheritedSkipped(): Thread {
      return thread();
    }
  }

  @handles()
  @UseGuards(guard)
  @AuditTrail()
  class InheritingHandlers extends Base {}

  @handles({ scope: Scope.REQUEST })
  @UseGuards(guard)
  @AuditTrail()
  class ScopedHandlers {
    @changes('scoped')
    scoped(): Thread {
      return thread();
    }

    @changes('scopedBoth')
    @AuditTrail({ action: 'both' })
    scopedBoth(): Thread {
      return thread();
    }
  }

  return [PlainHandlers, AuditedHandlers, InheritingHandlers, ScopedHandlers];
}
