import { SetMetadata } from '@nestjs/common';

export const IS_FOR_SIGN_UP = Symbol.for('nest-audit-trail.for-sign-up');

/** Marks a route, or all of a controller, where accounts are made: `deny-sign-up` blocks refuse there as well. */
export function ForSignUp(): ClassDecorator & MethodDecorator {
  return SetMetadata(IS_FOR_SIGN_UP, true);
}
