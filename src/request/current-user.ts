import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf } from '../describe-value.js';
import type { ResolvedOptions } from '../options/resolved-options.js';
import { isUserId } from '../user-id.js';

/** Where servers keep who is signed in; all but `user` is socket.io's. */
interface SignedIn {
  readonly user?: unknown;
  readonly handshake?: unknown;
  readonly data?: { readonly user?: unknown };
  readonly request?: { readonly user?: unknown };
}

/**
 * Who is signed in: what the host's `user` option says, or a promise of it, else the request's `user`, where Passport
 * and Nest's own guards put it; `false` there is what Passport leaves for nobody.
 */
export function currentUserOf(request: object, { user }: Pick<ResolvedOptions, 'user'>): unknown {
  if (user !== null && user !== undefined) return user(request);
  const signedIn = signedInOf(request);
  return signedIn === false ? null : signedIn;
}

/**
 * A socket of socket.io has a place for it, `data`, and the request that opened it has the user of its session. Never
 * `handshake.auth`: it holds what the client says of itself.
 */
function signedInOf({ user, handshake, data, request }: SignedIn): unknown {
  return user !== undefined || handshake === undefined ? user : (data?.user ?? request?.user);
}

/**
 * The id of a user as text, or `null` for nobody.
 *
 * @throws AuditTrailError `INVALID_USER` for a user that is there but has no readable id
 */
export function userIdOf(user: unknown): string | null {
  if (user === null || user === undefined) return null;
  const id = typeof user === 'object' ? idOfObject(user) : user;
  const text = textOf(id);
  if (isUserId(text)) return text;
  const came = typeof user === 'object' ? `${shapeOf(user)} whose id is ${shapeOf(id)}` : shapeOf(user);
  throw new AuditTrailError(
    'INVALID_USER',
    `The user is ${came}; wanted an id of 1 to 255 printable ASCII characters without spaces around it, a whole ` +
      'number or a bigint, or an object that has one in id, userId or sub. Say where it is with the option "user".',
    { value: user },
  );
}

function idOfObject(user: object): unknown {
  const { id, userId, sub } = user as { id?: unknown; userId?: unknown; sub?: unknown };
  return id ?? userId ?? sub;
}

function textOf(id: unknown): string | null {
  if (typeof id === 'string') return id;
  // A number past 2^53 has lost digits already and may be somebody else's.
  return typeof id === 'bigint' || Number.isSafeInteger(id) ? String(id) : null;
}
