import { SetMetadata } from '@nestjs/common';

export const ALLOWS_BLOCKED = Symbol.for('nest-audit-trail.allows-blocked');

/** Lets everybody through to a route, or to all of a controller, whatever their address: staff pages, an imprint, health checks. */
export function AllowBlocked(): ClassDecorator & MethodDecorator {
  return SetMetadata(ALLOWS_BLOCKED, true);
}
