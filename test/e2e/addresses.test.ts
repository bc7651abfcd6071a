import { createServer, request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { FORUM_CONTROLLERS } from '../support/forum/controllers.js';
import { describeEachForum, describeForumOnEachServer } from '../support/forum/each-forum.js';
import type { Forum } from '../support/forum/world.js';
import { send, type TrustProxy } from '../support/http-servers.js';

const FORGED = {
  'x-forwarded-for': '198.51.100.1',
  forwarded: 'for=198.51.100.1;proto=https',
  'x-real-ip': '198.51.100.1',
  'cf-connecting-ip': '198.51.100.1',
  'true-client-ip': '198.51.100.1',
  'x-client-ip': '198.51.100.1',
};

const ipv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);
/** Some containers have no IPv6. */
const ipv6Only = ipv6 ? describe : describe.skip;

/** Starts a thread as Ann and answers which addresses have been recorded. */
async function recordedFrom(
  forum: Forum,
  headers: Record<string, string | string[]> = {},
  url = forum.url,
): Promise<(string | null)[]> {
  const { status } = await send(url, {
    path: '/threads',
    body: { title: 'Welcome' },
    headers: { 'x-user': 'ann', ...headers },
  });
  expect(status).toBe(201);
  return (await forum.entries()).map(({ ip }) => ip);
}

const UNTRUSTING = { controllers: FORUM_CONTROLLERS };

describeForumOnEachServer("without the server's trust setting", UNTRUSTING, (forum) => {
  it.each(Object.entries(FORGED))('the header %s changes nothing', async (name, value) => {
    expect(await recordedFrom(forum(), { [name]: value })).toEqual(['127.0.0.1']);
  });
});

describeEachForum("without the server's trust setting", UNTRUSTING, (forum) => {
  it('forged headers, all of them together, change nothing', async () => {
    expect(await recordedFrom(forum(), FORGED)).toEqual(['127.0.0.1']);
    expect(forum().trail.stats()).toMatchObject({ fellBackToSocket: 0, withoutAddress: 0 });
  });
});

const BEHIND_ONE_PROXY = { controllers: FORUM_CONTROLLERS, trustProxy: 'loopback' };

describeEachForum('behind one trusted proxy', BEHIND_ONE_PROXY, (forum) => {
  const forwardedFor = (list: string | string[]) => recordedFrom(forum(), { 'x-forwarded-for': list });

  it('is the address that the proxy wrote, the last', async () => {
    expect(await forwardedFor('203.0.113.9')).toEqual(['203.0.113.9']);
  });

  it('is not what the client had put before it, in one header or two', async () => {
    await forwardedFor('198.51.100.1, 203.0.113.9');
    await forwardedFor(['198.51.100.1', '203.0.113.8']);
    expect(await forwardedFor('127.0.0.1, 198.51.100.1,203.0.113.7')).toEqual([
      '203.0.113.9',
      '203.0.113.8',
      '203.0.113.7',
    ]);
  });

  it('is not what other headers say', async () => {
    const headers = { ...FORGED, 'x-forwarded-for': '2001:DB8:0::9' };
    expect(await recordedFrom(forum(), headers)).toEqual(['2001:db8::9']);
  });
});

/** Express counts hops; Fastify trusts nobody then since 5.12.1 (CVE-2026-16732), and the proxy is recorded. */
const ONE_HOP = { controllers: FORUM_CONTROLLERS, trustProxy: 1 as unknown as TrustProxy };

describeForumOnEachServer('with a number of trusted hops', ONE_HOP, (forum, server) => {
  it('the last address counts on Express, none on Fastify', async () => {
    const ips = await recordedFrom(forum(), { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' });
    expect(ips).toEqual([server === 'express' ? '203.0.113.9' : '127.0.0.1']);
  });
});

ipv6Only('where the machine has IPv6', () => {
  describeForumOnEachServer('a client', { ...UNTRUSTING, host: '::' }, (forum) => {
    const reached = (host: string) => forum().url.replace('[::]', host);

    it('is recorded with the short form of its address', async () => {
      expect(await recordedFrom(forum(), {}, reached('[::1]'))).toEqual(['::1']);
    });

    it('is recorded with the IPv4 address behind a mapped one', async () => {
      expect(await recordedFrom(forum(), {}, reached('127.0.0.1'))).toEqual(['127.0.0.1']);
    });
  });
});

const CREDULOUS = { controllers: FORUM_CONTROLLERS, trustProxy: true };

describeForumOnEachServer('an address that cannot be read', CREDULOUS, (forum) => {
  it("gives way to the socket's, is counted, and is warned of once", async () => {
    const unreadable = [
      'unknown',
      '10.0.0.1:8080',
      '1'.repeat(300),
      '[2001:db8::7]',
      '010.0.0.1',
      '10.1',
      '_x',
    ];
    for (const text of unreadable) await recordedFrom(forum(), { 'x-forwarded-for': text });
    expect((await forum().entries()).map(({ ip }) => ip)).toEqual(unreadable.map(() => '127.0.0.1'));
    expect(forum().trail.stats()).toMatchObject({ fellBackToSocket: unreadable.length, withoutAddress: 0 });
    expect(forum().logs.messages('warn')).toEqual([expect.stringContaining('stats().fellBackToSocket')]);
  });

  it('is not counted where nobody is signed in', async () => {
    const before = forum().trail.stats().fellBackToSocket;
    await send(forum().url, {
      path: '/threads',
      body: { title: 'Spam' },
      headers: { 'x-forwarded-for': 'unknown' },
    });
    expect(forum().trail.stats().fellBackToSocket).toBe(before);
  });
});

describeForumOnEachServer('a client without an address, behind a Unix socket', UNTRUSTING, (forum) => {
  it('is answered and not recorded, which is counted and warned of once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nest-audit-trail-socket-'));
    const web: { emit(event: string, ...of: unknown[]): void } = forum().app.getHttpServer();
    const server = createServer((incoming, outgoing) => {
      web.emit('request', incoming, outgoing);
    });
    await once(server.listen(join(folder, 'web')), 'listening');
    for (const name of ['Ann', 'Bob']) {
      const headers = { 'content-type': 'application/json' };
      const sent = request({ socketPath: join(folder, 'web'), path: '/accounts', method: 'POST', headers });
      const [answer] = (await once(sent.end(JSON.stringify({ name })), 'response')) as [
        NodeJS.ReadableStream,
      ];
      expect(answer.resume()).toMatchObject({ statusCode: 201 });
    }
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });

    expect(await forum().entries()).toEqual([]);
    expect(forum().trail.stats()).toMatchObject({ withoutAddress: 2, fellBackToSocket: 0 });
    expect(forum().logs.messages('warn')).toEqual([expect.stringContaining('stats().withoutAddress')]);
  });
});
