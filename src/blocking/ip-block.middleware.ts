import { Inject, Injectable, type NestMiddleware } from '@nestjs/common';
import { BlockEnforcement } from './block-enforcement.js';
import { BlockRefresh } from './block-refresh.js';
import { sayRetryAfter } from './retry-after.js';

/**
 * Refuses requests from blocked addresses before guards run, and so before anybody is authenticated: `blocks.exempt`,
 * `@AllowBlocked()` and `@ForSignUp()` mean nothing to it.
 *
 * ```ts
 * configure(consumer: MiddlewareConsumer) { consumer.apply(IpBlockMiddleware).forRoutes('*path'); }
 * ```
 */
@Injectable()
export class IpBlockMiddleware implements NestMiddleware<object, object> {
  /** @internal */
  constructor(
    @Inject(BlockEnforcement) private readonly enforcement: BlockEnforcement,
    @Inject(BlockRefresh) private readonly refresh: BlockRefresh,
  ) {}

  async use(request: object, response: object, next: (error?: unknown) => void): Promise<void> {
    if (!this.enforcement.isOn) return next();
    if (!this.enforcement.isReady && !(await this.refresh.untilLoaded())) {
      sayRetryAfter(response);
      throw this.enforcement.unavailable();
    }
    const refusal = this.enforcement.refusal(request, 'any', false);
    if (refusal !== null) throw refusal;
    next();
  }
}
