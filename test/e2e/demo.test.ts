import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AuditTrailEntry } from 'nest-audit-trail';
import { unauditedRoutes } from 'nest-audit-trail/testing';
import { DataSource } from 'typeorm';
import { MODERATOR } from '../../demo/accounts/moderator.js';
import { simulate } from '../../demo/community/simulate.mjs';
import { createApp } from '../../demo/create-app.js';
import { databaseOfUrl } from '../../demo/database/database-of-url.js';
import { ForumSettings } from '../../demo/forum-settings.js';
import { ForumClient } from '../../demo/replay/forum-client.js';
import { total } from '../../demo/replay/report.js';
import { runReplay } from '../../demo/replay/run-replay.js';
import { stepsOf } from '../../demo/replay/steps.js';
import { send, type SendOptions } from '../support/http-client.js';

const PASSWORD = 'correct horse';
const HOME = '203.0.113.7';

describe('the demo forum', () => {
  let app: NestExpressApplication;
  let url: string;

  beforeAll(async () => {
    const folder = await mkdtemp(join(process.env['TEST_FOLDER'] ?? '', 'demo-'));
    const database = databaseOfUrl(`sqlite:${join(folder, 'forum.sqlite')}`);
    app = await createApp(
      new ForumSettings({ database, attachments: folder, secret: 'a secret of the test' }),
    );
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as { port: number }).port}`;
  });
  afterAll(() => app.close());
  beforeEach(() => entries().clear());

  const entries = () => app.get(DataSource).getRepository(AuditTrailEntry);
  const trail = async () =>
    (await entries().find({ order: { id: 'ASC' } })).map(
      ({ action, userId, ip, entityType, entityId }) =>
        `${action} by ${userId} from ${ip}: ${entityType} ${entityId}`,
    );
  const tokenOf = async (name: string, password = PASSWORD) =>
    (await send<{ token: string }>(url, { path: '/sessions', body: { name, password } })).json.token;
  const register = async (name: string) => {
    const { json } = await act<{ id: number }>('', HOME, '/accounts', { name, password: PASSWORD });
    return { id: json.id, token: await tokenOf(name) };
  };
  const act = <T = { id: number }>(
    token: string,
    ip: string,
    path: string,
    body: unknown,
    more?: SendOptions['headers'],
  ) =>
    send<T>(url, {
      path,
      body,
      headers: { 'x-forwarded-for': ip, ...(token && { authorization: `Bearer ${token}` }), ...more },
    });

  it('has no route that changes something without a trail', () => {
    expect(unauditedRoutes(app)).toEqual([]);
  });

  it('records every action once, with the account that acted and the address that the proxy forwarded', async () => {
    const anna = await register('anna');
    const thread = await act(anna.token, HOME, '/threads', { categoryId: 1, title: 'Bread', text: 'Which?' });
    const at = `/threads/${thread.json.id}`;
    const post = await act(anna.token, '2001:DB8::7', `${at}/posts`, { text: 'Rye.' });
    const edited = await act(anna.token, HOME, `/posts/${post.json.id}`, { text: 'Rye, of course.' });
    const poll = await act(anna.token, HOME, `${at}/polls`, { question: 'Rye?', choices: ['Yes', 'No'] });
    await act(anna.token, HOME, `/polls/${poll.json.id}`, {
      question: 'Rye or not?',
      choices: ['Yes', 'No'],
    });
    const file = await multipart('recipe.txt', 'Flour, water, salt.');
    const upload = await act(anna.token, HOME, `${at}/attachments`, file.body, file.headers);
    const moderator = await tokenOf(MODERATOR.name, MODERATOR.password);
    const moved = await act(moderator, '198.51.100.20', `${at}/move`, { categoryId: 2 });

    expect([thread, post, edited, poll, upload, moved].map(({ status }) => status)).toEqual([
      201, 201, 200, 201, 201, 200,
    ]);
    expect(await trail()).toEqual([
      `account.register by ${anna.id} from ${HOME}: Account ${anna.id}`,
      `thread.start by ${anna.id} from ${HOME}: Thread ${thread.json.id}`,
      `post.reply by ${anna.id} from 2001:db8::7: Post ${post.json.id}`,
      `post.edit by ${anna.id} from ${HOME}: Post ${post.json.id}`,
      `poll.create by ${anna.id} from ${HOME}: Poll ${poll.json.id}`,
      `poll.edit by ${anna.id} from ${HOME}: Poll ${poll.json.id}`,
      `attachment.upload by ${anna.id} from ${HOME}: Attachment ${upload.json.id}`,
      `thread.move by 1 from 198.51.100.20: Thread ${thread.json.id}`,
    ]);
  });

  it('leads a browser on with a redirect, and records the entity all the same', async () => {
    const ben = await register('ben');
    const answer = await act(
      ben.token,
      HOME,
      '/threads',
      'categoryId=1&title=Soup&text=%3Cb%3Ehot%3C%2Fb%3E',
      {
        accept: 'text/html,*/*;q=0.8',
        'content-type': 'application/x-www-form-urlencoded',
      },
    );
    expect(answer).toMatchObject({ status: 303, text: '' });
    const id = answer.headers.location?.split('/').at(-1);
    expect((await trail()).at(-1)).toBe(`thread.start by ${ben.id} from ${HOME}: Thread ${id}`);

    const page = await send(url, { path: answer.headers.location ?? '', headers: { accept: 'text/html' } });
    expect(page.text).toContain('&lt;b&gt;hot&lt;/b&gt;');
  });

  it('believes its one proxy, and nothing that the client wrote before it', async () => {
    const cleo = await register('cleo');
    await act(cleo.token, `192.0.2.1, ${HOME}`, '/threads', { categoryId: 1, title: 'Tea', text: 'Hot.' });
    expect((await trail()).at(-1)).toContain(`from ${HOME}`);
  });

  it('records nothing of what is refused', async () => {
    const dora = await register('dora');
    const emil = await register('emil');
    const thread = await act(dora.token, HOME, '/threads', { categoryId: 1, title: 'Jam', text: 'Plum.' });
    const post = await act(dora.token, HOME, `/threads/${thread.json.id}/posts`, { text: 'Or pear.' });
    await entries().clear();

    const refused = [
      await act('', HOME, '/threads', { categoryId: 1, title: 'Jam', text: 'Plum.' }),
      await act('1.99999999999999.forged', HOME, '/threads', { categoryId: 1, title: 'Jam', text: 'Plum.' }),
      await act(dora.token, HOME, '/threads', { categoryId: 1, title: '', text: '' }),
      await act(dora.token, HOME, `/threads/${thread.json.id}/move`, { categoryId: 2 }),
      await act(emil.token, HOME, `/posts/${post.json.id}`, { text: 'Mine now.' }),
      await act(emil.token, HOME, '/threads/99999/posts', { text: 'Where?' }),
      await act('', HOME, '/accounts', { name: 'emil', password: PASSWORD }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 400, 403, 403, 404, 409]);
    expect(await trail()).toEqual([]);
  });

  it('shows members their own addresses, and moderators none', async () => {
    const finn = await register('finn');
    await register('gina');
    const of = async (token: string, path: string) =>
      (await send(url, { path, headers: { authorization: `Bearer ${token}` } })).text;
    const moderator = await tokenOf(MODERATOR.name, MODERATOR.password);
    expect(JSON.parse(await of(finn.token, '/activity'))).toMatchObject([
      { action: 'account.register', ip: HOME },
    ]);
    expect(JSON.parse(await of(moderator, '/trail'))).toMatchObject({ total: 2 });
    expect(await of(moderator, '/trail')).not.toContain(HOME);
    expect(await of(finn.token, '/trail')).toContain('Only moderators');
  });

  it('finds every action of a simulated community in the trail', async () => {
    const forum = new ForumClient(new URL(url), 16);
    const { events } = simulate({ seed: 2, users: 12, days: 20, on: ['cgnat', 'visits'] });
    const steps = stepsOf(events);
    const { tally, found } = await runReplay(forum, steps, { seed: 2, concurrency: 16 });
    forum.close();
    expect(tally.requests).toBe(steps.length);
    expect(new Set(tally.byStatus.keys())).toEqual(new Set([200, 201]));
    expect(tally.entriesExpected).toBeGreaterThan(events.length);
    expect(total(found)).toBe(tally.entriesExpected);
    expect(found).toEqual(tally.expected);
    const addresses = new Set((await entries().find()).map(({ ip }) => ip));
    expect(addresses).toEqual(new Set(events.map(({ ip }) => ip)));
  });
});

async function multipart(name: string, text: string) {
  const form = new FormData();
  form.append('file', new Blob([text]), name);
  const request = new Request('http://localhost', { method: 'POST', body: form });
  return {
    body: new Uint8Array(await request.arrayBuffer()),
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
  };
}
