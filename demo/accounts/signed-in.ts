import { ForbiddenException, UnauthorizedException, UseGuards, createParamDecorator } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { ForumRequest } from '../web/forum-request.js';
import type { Account } from './account.entity.js';

function accountOf(context: ExecutionContext): Account {
  const { user } = context.switchToHttp().getRequest<ForumRequest>();
  if (!user) throw new UnauthorizedException('Please log in first.');
  return user;
}

const signedIn: CanActivate = {
  canActivate: (context) => accountOf(context) !== undefined,
};

/** Also the staff console's guard. */
export const moderatorOnly: CanActivate = {
  canActivate(context) {
    if (!accountOf(context).moderator) throw new ForbiddenException('Only moderators may do that.');
    return true;
  },
};

/** For members only. */
export const SignedIn = () => UseGuards(signedIn);

export const ModeratorOnly = () => UseGuards(moderatorOnly);

/** The account that sent the request. */
export const CurrentAccount = createParamDecorator((_: unknown, context: ExecutionContext) =>
  accountOf(context),
);
