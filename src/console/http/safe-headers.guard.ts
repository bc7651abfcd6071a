import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { writeSafeHeaders } from './write-answer.js';

/** Stands before the application's guards, so that what they refuse is not cached or framed either. */
@Injectable()
export class SafeHeadersGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    writeSafeHeaders(context.switchToHttp().getResponse<object>());
    return true;
  }
}
