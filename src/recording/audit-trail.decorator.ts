import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { AuditTrailInterceptor } from './audit-trail.interceptor.js';
import type { AuditTrailDecoratorOptions } from './audit-trail-decorator-options.js';
import { AUDITED, SKIPPED } from './audited-route.js';
import { checkDecoratorOptions } from './check-decorator-options.js';

/**
 * Records who did this, from which IP address, on the entity that the handler returns.
 *
 * On a method it covers any method; on a class POST, PUT, PATCH, DELETE, mutations and messages. A method's own
 * decorator wins over the class's.
 *
 * ```ts
 * @Post()
 * @AuditTrail({ action: 'thread.start' })
 * create(@Body() body: NewThread): Promise<Thread> { ... }
 * ```
 *
 * @throws AuditTrailError `INVALID_OPTIONS` where the class is defined
 */
export function AuditTrail(options: AuditTrailDecoratorOptions = {}): ClassDecorator & MethodDecorator {
  return applyDecorators(
    SetMetadata(AUDITED, checkDecoratorOptions(options)),
    UseInterceptors(AuditTrailInterceptor),
  );
}

/** Takes a method out of what `@AuditTrail()` on its class covers, and out of what `unauditedRoutes` names. */
export function SkipAuditTrail(): MethodDecorator {
  return SetMetadata(SKIPPED, true);
}
