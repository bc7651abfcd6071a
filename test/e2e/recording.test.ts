import { expect, it } from '@jest/globals';
import { send } from '../support/http-servers.js';
import { FORUM_CONTROLLERS } from '../support/forum/controllers.js';
import { describeEachForum } from '../support/forum/each-forum.js';
import type { Account, Attachment, Category, Poll, Post, Thread } from '../support/forum/entities.js';

const ANN = { 'x-user': 'ann' };
const MODERATOR = { 'x-user': 'moderator' };

const FORUM = { controllers: FORUM_CONTROLLERS, trustProxy: 'loopback' };

describeEachForum("Misago's actions over HTTP", FORUM, (forum) => {
  const act = <Entity>(path: string, body: object, headers: Record<string, string> = ANN, method = 'POST') =>
    send<Entity>(forum().url, { path, body, headers, method });
  const by = (userId: string, action: string, entityType: string, entityId: string | number) => ({
    userId,
    ip: '127.0.0.1',
    action,
    entityType,
    entityId: String(entityId),
    outcome: 'done',
    snapshot: null,
  });

  it('3. records user and IP of the request in exactly one row, and its object can be found again', async () => {
    const { status, json: thread } = await act<Thread>('/threads', { title: 'Welcome' });
    expect(status).toBe(201);
    const [entry, ...others] = await forum().entries();
    expect(others).toEqual([]);
    expect(entry).toMatchObject(by('ann', 'thread.start', 'Thread', thread.id));
    const target = await forum()
      .dataSource.getRepository(entry!.entityType)
      .findOneBy({ id: Number(entry!.entityId) });
    expect(target).toEqual(thread);
  });

  it('6. records one row for one action, and a moderator who edits the poll of another as the moderator', async () => {
    const { json: poll } = await act<Poll>('/polls', { question: 'Tea?' });
    await act(`/polls/${poll.id}`, { question: 'Tea or coffee?' }, MODERATOR, 'PUT');
    expect(await forum().entries()).toMatchObject([
      by('ann', 'poll.create', 'Poll', poll.id),
      by('moderator', 'poll.edit', 'Poll', poll.id),
    ]);
  });

  it('6. records a registration with the new account as actor and target', async () => {
    const { json: account } = await act<Account>('/accounts', { name: 'Ann' }, {});
    expect(await forum().entries()).toMatchObject([
      by(String(account.id), 'account.register', 'Account', account.id),
    ]);
  });

  it('7. records thread start, reply, edit of a post (public and private), upload, poll and registration', async () => {
    const { json: thread } = await act<Thread>('/threads', { title: 'Welcome' });
    const { json: post } = await act<Post>(`/threads/${thread.id}/posts`, { body: 'Hello' });
    await act(`/posts/${post.id}`, { body: 'Hello!' }, ANN, 'PATCH');
    await act(`/private-posts/${post.id}`, { body: 'Psst' }, ANN, 'PATCH');
    const file = { name: 'cat.png', base64: Buffer.from(`meow ${thread.id}`).toString('base64') };
    const { json: attachment } = await act<Attachment>('/attachments', file);
    const { json: poll } = await act<Poll>('/polls', { question: 'Tea?' });
    await act(`/polls/${poll.id}`, { question: 'Coffee?' }, ANN, 'PUT');
    const { json: account } = await act<Account>('/accounts', { name: 'Bob' }, {});

    expect(await forum().entries()).toMatchObject([
      by('ann', 'thread.start', 'Thread', thread.id),
      by('ann', 'thread.reply', 'Post', post.id),
      by('ann', 'post.edit', 'Post', post.id),
      by('ann', 'private-post.edit', 'Post', post.id),
      by('ann', 'attachment.upload', 'Attachment', attachment.digest),
      by('ann', 'poll.create', 'Poll', poll.id),
      by('ann', 'poll.edit', 'Poll', poll.id),
      by(String(account.id), 'account.register', 'Account', account.id),
    ]);
  });

  it('records nothing for a visitor who is not signed in, and answers as ever', async () => {
    expect((await act('/threads', { title: 'Spam' }, {})).status).toBe(201);
    expect((await send(forum().url, { path: '/threads' })).status).toBe(200);
    expect(await forum().entries()).toEqual([]);
  });

  it('mixes up nobody where many act at once, each from an address of their own', async () => {
    const members = Array.from({ length: 100 }, (_, i) => ({ userId: `user-${i}`, ip: `203.0.113.${i}` }));
    const acted = await Promise.all(
      members.map(async ({ userId, ip }) => {
        const headers = { 'x-user': userId, 'x-forwarded-for': ip };
        const { json } = await act<Category>('/categories', { slug: `by ${userId}` }, headers);
        return { userId, ip, entityId: json.slug };
      }),
    );
    const entries = await forum().entries();
    expect(entries).toHaveLength(members.length);
    expect(entries).toEqual(
      expect.arrayContaining(acted.map((one): unknown => expect.objectContaining(one))),
    );
    const { waiting, failed } = forum().trail.stats();
    expect({ waiting, failed }).toEqual({ waiting: 0, failed: 0 });
  });
});
