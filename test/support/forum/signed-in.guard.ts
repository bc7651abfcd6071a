import { type CanActivate, type ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';

interface ForumRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  user?: unknown;
}

/** Takes `x-user: 7` (or JSON, `{"sub":"7"}`) for who is signed in; `x-user: refuse` is refused. */
@Injectable()
export class SignedInGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ForumRequest>();
    const said = request.headers['x-user'];
    if (said === 'refuse') throw new UnauthorizedException();
    if (said !== undefined)
      request.user = said.startsWith('{') ? (JSON.parse(said) as unknown) : { id: said };
    return true;
  }
}
