import type { ExecutionContext } from '@nestjs/common';
import type { EntityTarget } from 'typeorm';
import type { CurrentUser } from '../options/audit-trail-options.js';

/* oxlint-disable typescript/no-explicit-any -- results, requests and entities have the host's own types */

/** What `@AuditTrail()` takes. */
export interface AuditTrailDecoratorOptions {
  /** A short name of what is done, 1 to 100 characters. Default `Controller.method`. */
  action?: string | undefined;
  /** The handler returns a plain object with the key of this entity: `save(dto)`, a DTO, a raw row. */
  of?: EntityTarget<unknown> | undefined;
  /**
   * What was acted upon. Default: what the handler returned. One entry for each element of an array; `null` and `[]`
   * record nothing.
   */
  entity?: ((result: any, request: any, context: ExecutionContext) => unknown) | undefined;
  /** Who acted, where nobody is signed in yet. Default: the module's `user`. */
  user?: ((result: any, request: any) => CurrentUser | Promise<CurrentUser>) | undefined;
  /** What is kept with the entry: a JSON object of at most 8 KiB. Default: nothing. */
  snapshot?: ((entity: any, request: any) => object | null | undefined) | undefined;
  /**
   * Also records an attempt that a pipe or the handler refused by throwing, with `outcome: 'failed'`. The entity is
   * what `entity(undefined, request, context)` gives; the user is who is signed in, or `null`. Default `false`.
   */
  failedAttempts?: boolean | undefined;
}
