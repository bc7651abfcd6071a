import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { ALLOWS_BLOCKED } from './allow-blocked.decorator.js';
import { BlockEnforcement } from './block-enforcement.js';
import { BlockRefresh } from './block-refresh.js';
import type { BlockPurpose } from './block-rule.js';
import { IS_FOR_SIGN_UP } from './for-sign-up.decorator.js';
import { sayRetryAfter } from './retry-after.js';

/** What a route wants of the guard; `null`: everybody is let through. */
type RoutePurpose = BlockPurpose | null;

/**
 * Refuses requests from blocked addresses with 403 and the block's message. Globally, on controllers or on methods, for
 * HTTP and GraphQL; put it behind the guard that authenticates where `blocks.exempt` is to know who asks.
 *
 * ```ts
 * providers: [{ provide: APP_GUARD, useExisting: IpBlockGuard }]
 * ```
 */
@Injectable()
export class IpBlockGuard implements CanActivate {
  private readonly purposes = new WeakMap<object, WeakMap<object, RoutePurpose>>();

  /** @internal */
  constructor(
    @Inject(BlockEnforcement) private readonly enforcement: BlockEnforcement,
    @Inject(BlockRefresh) private readonly refresh: BlockRefresh,
  ) {}

  /** A promise only before blocks have been read for the first time. */
  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (!this.enforcement.isOn) return true;
    const purpose = this.purposeOf(context);
    if (purpose === null) return true;
    return this.enforcement.isReady ? this.decide(context, purpose) : this.decideLater(context, purpose);
  }

  private decide(context: ExecutionContext, purpose: BlockPurpose): true {
    const refusal = this.enforcement.refusal(this.enforcement.requestIn(context), purpose, true);
    if (refusal !== null) throw refusal;
    return true;
  }

  private async decideLater(context: ExecutionContext, purpose: BlockPurpose): Promise<boolean> {
    if (await this.refresh.untilLoaded()) return this.decide(context, purpose);
    sayRetryAfter(responseOf(context));
    throw this.enforcement.unavailable();
  }

  /** Read once for each route: what decorators have said does not change. */
  private purposeOf(context: ExecutionContext): RoutePurpose {
    const [handler, controller] = [context.getHandler(), context.getClass()];
    let ofHandler = this.purposes.get(handler);
    if (ofHandler === undefined) this.purposes.set(handler, (ofHandler = new WeakMap()));
    const known = ofHandler.get(controller);
    if (known !== undefined) return known;
    const isMarked = (key: symbol) =>
      Reflect.getMetadata(key, handler) === true || Reflect.getMetadata(key, controller) === true;
    const purpose = isMarked(ALLOWS_BLOCKED) ? null : isMarked(IS_FOR_SIGN_UP) ? 'sign-up' : 'any';
    ofHandler.set(controller, purpose);
    return purpose;
  }
}

function responseOf(context: ExecutionContext): unknown {
  if (context.getType<string>() !== 'graphql') return context.switchToHttp().getResponse<unknown>();
  const graphql = context.getArgByIndex<{ res?: unknown; reply?: unknown } | undefined>(2);
  return graphql?.res ?? graphql?.reply;
}
