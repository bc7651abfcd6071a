import { describe, expect, it } from '@jest/globals';
import { forumsOfTest } from '../support/forum/forums-of-test.js';
import type { HttpServerKind, TrustProxy } from '../support/http-servers.js';

const forums = forumsOfTest();

/** What is warned of at the start of an application whose server trusts these proxies. */
async function warnings(server: HttpServerKind, trustProxy?: unknown): Promise<string[]> {
  const trust = trustProxy === undefined ? {} : { trustProxy: trustProxy as TrustProxy };
  const { logs } = await forums.inMemory({ server, ...trust });
  return logs.messages('warn');
}

describe.each(['express', 'fastify'] as const)('at the start on %s', (server) => {
  it.each([
    ['true', true],
    ['a function that is always true', () => true],
    ['a function that looks at the hop only to trust a thousand', (_: string, hop: number) => hop < 10_000],
  ])('a server that trusts everybody is warned of: %s', async (_, trustProxy) => {
    expect(await warnings(server, trustProxy)).toEqual([
      expect.stringMatching(/trusts every proxy.*any client can choose the IP address/),
    ]);
  });

  it.each([
    ['nothing', undefined],
    ['false', false],
    ['the machine itself', 'loopback'],
    ['a network', '10.0.0.0/8, 2001:db8:1::/48'],
    ['a list', ['127.0.0.1', '10.0.0.0/8', 'uniquelocal']],
    ['a number of hops', 1],
    ['a function of the hop', (_: string, hop: number) => hop === 0],
    ['a function of the address', (address: string) => address.startsWith('10.')],
  ])('there is no warning where it trusts %s', async (_, trustProxy) => {
    expect(await warnings(server, trustProxy)).toEqual([]);
  });
});
