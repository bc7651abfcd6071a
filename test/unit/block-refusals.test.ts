import { describe, expect, it } from '@jest/globals';
import { type IpRange, parseIpRange } from '../../src/address/cidr.js';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { alreadyBlocked } from '../../src/blocking/already-blocked.js';
import { readBlockListLine } from '../../src/blocking/block-list-line.js';
import { BlockRefusals } from '../../src/blocking/block-refusals.js';

const rangesOf = (line: string): readonly IpRange[] => {
  const ranges = readBlockListLine(line);
  if (ranges === null) throw new Error(`${line} cannot be read`);
  return ranges;
};
const never = (...texts: string[]) => texts.flatMap((text) => parseIpRange(text) ?? []);
const refusal = (line: string, { staffIp = '', force = false, neverBlock = never() } = {}) =>
  new BlockRefusals(neverBlock).sentence(rangesOf(line), { staffIp: parseIpAddress(staffIp), force });

describe('no block covers', () => {
  it.each([
    ['more than an IPv4 /16', '203.0.0.0/15', 'a /15, wider than /16'],
    ['all of IPv4', '0.0.0.0/0', 'a /0, wider than /16'],
    ['an eighth of IPv4 that Misago would write as 203.*', '203.*', 'a /8, wider than /16'],
    ['more than an IPv6 /32', '2a00::/31', 'a /31, wider than /32'],
    ['all of IPv6', '::/0', 'a /0, wider than /32'],
    ['more than a /16 in parts', '203.0.0.0-203.1.0.0', 'wider than /16'],
    ['more than a /32 in parts', '2a00:1::-2a00:2::', 'wider than /32'],
    ['private addresses', '10.1.0.0/16', 'private'],
    ['one private address', '192.168.1.7', 'private'],
    ['the last private address', '172.31.255.255', 'private'],
    ['a range with private addresses in it', '192.168.0.0/16', 'private'],
    ['private IPv6', 'fd12:3456::/64', 'private'],
    ['mapped private addresses', '::ffff:10.0.0.1', 'private'],
    ['the server itself', '127.0.0.1', 'loopback'],
    ['the server itself over IPv6', '::1', 'loopback'],
    ['a range with the server itself in it', '::/64', 'loopback'],
    ['link-local addresses', '169.254.169.254', 'link-local'],
    ['link-local IPv6', 'fe80::/64', 'link-local'],
    ['what carriers use inside', '100.64.0.0/16', 'carriers'],
    ['a translator', '64:ff9b::/96', 'translator'],
    ['a part of Teredo', '2001:0:1::/48', 'translator'],
    ['a part of 6to4', '2002:cb00:7107::/48', 'translator'],
    ['private addresses at the end of a line', '9.255.255.255-10.0.0.0', 'private'],
  ])('%s: %s', (_, line, why) => {
    expect(refusal(line)).toContain(why);
    expect(refusal(line)).toMatch(/; (block|let) .*force: true/);
    expect(refusal(line, { force: true })).toBeNull();
  });

  it.each([
    ['an IPv4 /16', '203.0.0.0/16'],
    ['a /16 in parts', '203.0.0.1-203.0.255.255'],
    ['an IPv6 /32', '2a00:1::/32'],
    ['an address', '203.0.113.7'],
    ['the neighbours of private addresses', '9.255.255.255'],
    ['the neighbours of private addresses', '11.0.0.0'],
    ['the neighbours of private addresses', '172.15.255.255'],
    ['the neighbours of private addresses', '172.32.0.0'],
    ['the neighbours of what carriers use inside', '100.63.255.255'],
    ['the neighbours of what carriers use inside', '100.128.0.0'],
    ['the neighbours of link-local addresses', 'fec0::1'],
    ['the neighbours of Teredo', '2001:1::/48'],
    ['one address behind a translator', '64:ff9b::203.0.113.7'],
    ['one address of 6to4', '2002:cb00:7107::1'],
    ['documentation', '2001:db8::/48'],
  ])('but %s may be blocked: %s', (_, line) => {
    expect(refusal(line)).toBeNull();
  });

  it('the address of who asks for it', () => {
    expect(refusal('203.0.113.0/24', { staffIp: '203.0.113.7' })).toContain('lock yourself out');
    expect(refusal('203.0.113.0/24', { staffIp: '::ffff:203.0.113.7' })).toContain('lock yourself out');
    expect(refusal('203.0.113.0/24', { staffIp: '203.0.112.255' })).toBeNull();
    expect(refusal('203.0.113.0/24', { staffIp: '2001:db8::1' })).toBeNull();
    expect(refusal('203.0.113.0/24', { staffIp: '203.0.113.7', force: true })).toBeNull();
  });

  it('what neverBlock holds, not even with force', () => {
    const neverBlock = never('198.51.100.0/24', '203.0.113.7', '2001:db8::/48');
    for (const line of ['203.0.113.7', '203.0.113.0/24', '203.0.0.0/16', '203.0.113.6-203.0.113.9']) {
      expect(refusal(line, { neverBlock })).toContain('neverBlock[1]');
      expect(refusal(line, { neverBlock, force: true })).toContain('not even with force');
    }
    expect(refusal('2001:db8:0:1::/64', { neverBlock, force: true })).toContain('neverBlock[2]');
    expect(refusal('203.0.113.8', { neverBlock })).toBeNull();
  });

  it('nothing of which a sentence repeats the address', () => {
    const neverBlock = never('203.0.113.7');
    const sentences = [
      refusal('203.0.113.7', { neverBlock }),
      refusal('10.1.2.3'),
      refusal('203.0.113.7', { staffIp: '203.0.113.7' }),
    ];
    for (const sentence of sentences) expect(sentence).not.toMatch(/203\.0\.113|10\.1\.2/);
  });

  it('lets pass what an empty line names', () => {
    expect(refusal('# nothing')).toBeNull();
  });
});

it('takes the public part of a list of bogons, and says of the rest why not', () => {
  const bogons = [
    ['0.0.0.0/8', 'wider'],
    ['10.0.0.0/8', 'wider'],
    ['100.64.0.0/10', 'wider'],
    ['127.0.0.0/8', 'wider'],
    ['169.254.0.0/16', 'link-local'],
    ['172.16.0.0/12', 'wider'],
    ['192.0.0.0/24', null],
    ['192.0.2.0/24', null],
    ['192.168.0.0/16', 'private'],
    ['198.18.0.0/15', 'wider'],
    ['198.51.100.0/24', null],
    ['203.0.113.0/24', null],
    ['224.0.0.0/3', 'wider'],
    ['2001:db8::/32', null],
    ['fc00::/7', 'wider'],
    ['fe80::/10', 'wider'],
  ] as const;
  const whyNot = (line: string) =>
    ['wider', 'link-local', 'private'].find((why) => refusal(line)?.includes(why)) ?? refusal(line);
  expect(bogons.map(([line]) => [line, whyNot(line)])).toEqual(bogons);
});

describe('a range is already blocked', () => {
  const until = (effect: 'deny' | 'allow', ms: number | null) => ({
    effect,
    expiresAt: ms === null ? null : new Date(ms),
  });

  it.each([
    ['where the rule around it ends later', until('deny', 20), until('deny', 10), true],
    ['where it ends with the rule around it', until('deny', 10), until('deny', 10), true],
    ['where the rule around it has no end', until('deny', null), until('deny', 10), true],
    ['where neither has an end', until('deny', null), until('deny', null), true],
    ['not where the rule around it ends first', until('deny', 9), until('deny', 10), false],
    ['not for ever where the rule around it ends', until('deny', 10), until('deny', null), false],
    ['not where the rule around it allows', until('allow', null), until('deny', 10), false],
    ['not where there is none', undefined, until('deny', 10), false],
  ])('%s', (_, around, wanted, is) => {
    expect(alreadyBlocked(around, wanted)).toBe(is);
  });
});
