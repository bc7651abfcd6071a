import { MODERATOR } from '../accounts/moderator.js';
import type { ForumClient } from './forum-client.js';

export class NotAForum extends Error {}

/** Counts the entries as the moderator sees them, by action. */
export async function countTrail(forum: ForumClient): Promise<Map<string, number>> {
  const { body: session } = await forum.post('/sessions', MODERATOR);
  const token = (session as { token?: string } | undefined)?.token;
  const { status, body } = await forum.get('/trail', { token });
  const byAction = (body as { byAction?: { action: string; count: number }[] } | undefined)?.byAction;
  if (!byAction) throw new NotAForum(`What listens there is not the demo's forum (it answered ${status}).`);
  return new Map(byAction.map(({ action, count }) => [action, count]));
}

/** What came in between two counts. */
export function growth(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Map<string, number> {
  return new Map([...after].map(([action, count]) => [action, count - (before.get(action) ?? 0)]));
}
