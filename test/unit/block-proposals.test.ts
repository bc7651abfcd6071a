import { describe, expect, it } from '@jest/globals';
import { type IpRange, parseIpRange } from '../../src/address/cidr.js';
import { crowdedSubnets } from '../../src/blocking/crowded-subnets.js';
import { blocksWithoutEnd, blocksWithoutHits } from '../../src/blocking/forgotten-blocks.js';

const range = (text: string): IpRange => {
  const read = parseIpRange(text);
  if (read === null) throw new Error(`${text} cannot be read`);
  return read;
};
const hosts = (network: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => `${network}.${from + i}`);
const crowded = (listed: readonly string[], spared: readonly string[] = []) =>
  crowdedSubnets(
    listed.map((text) => ({ range: range(text) })),
    spared.map(range),
  );
const texts = (listed: readonly string[], spared: readonly string[] = []) =>
  crowded(listed, spared).map((subnet) => subnet.range.text);

describe('a subnet is proposed of which one in twenty is listed', () => {
  it('a /24 from 13 hosts on', () => {
    expect(texts(hosts('203.0.113', 12))).toEqual([]);
    expect(texts(hosts('203.0.113', 13))).toEqual(['203.0.113.0/24']);
    expect(crowded(hosts('203.0.113', 13, 200))).toMatchObject([{ units: 256, listedUnits: 13 }]);
  });

  it('a /22 from 52 and a /20 from 205 hosts on, where no narrower one has them all', () => {
    const spread = (networks: number, each: number) =>
      Array.from({ length: networks }, (_, i) => hosts(`203.0.${112 + i}`, each)).flat();
    expect(texts([...spread(4, 12), ...hosts('203.0.112', 3, 100)])).toEqual(['203.0.112.0/24']);
    expect(texts([...spread(4, 12), ...hosts('203.0.112', 4, 100)])).toEqual([
      '203.0.112.0/24',
      '203.0.112.0/22',
    ]);
    const narrow = spread(16, 12);
    expect(texts([...narrow, ...hosts('203.0.112', 12, 50)])).not.toContain('203.0.112.0/20');
    expect(texts([...narrow, ...hosts('203.0.112', 13, 50)])).toContain('203.0.112.0/20');
  });

  it('not a wider one for what lies in one narrower alone', () => {
    expect(texts(hosts('203.0.113', 256))).toEqual(['203.0.113.0/24']);
    expect(texts([...hosts('203.0.113', 255), '203.0.112.1'])).toEqual(['203.0.113.0/24', '203.0.112.0/22']);
  });

  it('counting a host once that several rules list', () => {
    const twelve = hosts('203.0.113', 12, 16);
    expect(texts([...twelve, ...twelve, '203.0.113.16/30'])).toEqual([]);
    expect(texts([...twelve, '203.0.113.16/30', '203.0.113.64/31'])).toEqual(['203.0.113.0/24']);
  });

  it('not for one rule alone, however wide', () => {
    expect(texts(['203.0.113.0/25'])).toEqual([]);
    expect(texts(['203.0.113.0/28', '203.0.113.255'])).toEqual(['203.0.113.0/24']);
    expect(texts(['2001:db8:0:1::/64'])).toEqual([]);
  });

  it('not where a rule covers it already', () => {
    expect(texts([...hosts('203.0.113', 20), '203.0.113.0/24'])).toEqual([]);
    expect(texts([...hosts('203.0.113', 20), '203.0.112.0/22'])).toEqual([]);
    expect(texts([...hosts('203.0.113', 20), '203.0.0.0/16'])).toEqual([]);
    expect(texts([...hosts('203.0.113', 20), '203.0.114.0/24'])).toContain('203.0.113.0/24');
  });

  it('never over what is spared', () => {
    const listed = hosts('203.0.113', 20);
    expect(texts(listed, ['203.0.113.200'])).toEqual([]);
    expect(texts(listed, ['203.0.0.0/16'])).toEqual([]);
    expect(texts(listed, ['203.0.114.0/24', '2001:db8::/32'])).toEqual(['203.0.113.0/24']);
  });

  const spreadOver = (count: number, of: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => of(i));
  const hex = (n: number) => n.toString(16);

  it('an IPv6 /64 from 13 of its /72 on, however many addresses are listed in each', () => {
    const inSubnets = (count: number) => spreadOver(count, (i) => `2001:db8:0:1:${hex(i * 256)}::7`);
    expect(texts(inSubnets(12))).toEqual([]);
    expect(texts([...inSubnets(12), ...spreadOver(50, (i) => `2001:db8:0:1:0:${hex(i + 1)}::`)])).toEqual([]);
    expect(texts(inSubnets(13))).toEqual(['2001:db8:0:1::/64']);
  });

  it.each([
    [60, 2, (i: number) => `2001:db8:0:${hex(i)}::/64`],
    [56, 13, (i: number) => `2001:db8:0:${hex(i * 16)}::/64`],
    [52, 205, (i: number) => `2001:db8:0:${hex(i * 16)}::/64`],
    [48, 3277, (i: number) => `2001:db8:0:${hex(i * 16)}::/64`],
  ])('an IPv6 /%i from %i of its /64 on', (prefixLength, enough, of) => {
    const subnet = `2001:db8::/${prefixLength}`;
    expect(texts(spreadOver(enough, of))).toContain(subnet);
    expect(texts(spreadOver(enough - 1, of))).not.toContain(subnet);
  });
});

describe('a block is worth another look', () => {
  const NOW = Date.UTC(2026, 10, 24, 12);
  const daysAgo = (days: number) => new Date(NOW - days * 86_400_000);
  const block = (
    age: number,
    {
      lastHitOn = null as string | null,
      expiresAt = null as Date | null,
      liftedAt = null as Date | null,
    } = {},
  ) => ({ createdAt: daysAgo(age), lastHitOn, expiresAt, liftedAt });
  const isWithoutHits = (one: ReturnType<typeof block>) => blocksWithoutHits([one], NOW).length === 1;
  const isWithoutEnd = (one: ReturnType<typeof block>) => blocksWithoutEnd([one], NOW).length === 1;

  it('that has hit nobody for a year', () => {
    expect(isWithoutHits(block(365))).toBe(true);
    expect(isWithoutHits(block(364.9))).toBe(false);
    expect(isWithoutHits(block(800, { lastHitOn: '2025-11-23' }))).toBe(true);
    expect(isWithoutHits(block(800, { lastHitOn: '2025-11-24' }))).toBe(false);
    expect(isWithoutHits(block(800, { lastHitOn: '2026-11-24' }))).toBe(false);
  });

  it('that has no end and is older than a year', () => {
    expect(isWithoutEnd(block(366))).toBe(true);
    expect(isWithoutEnd(block(365))).toBe(false);
    expect(isWithoutEnd(block(366, { expiresAt: new Date(NOW + 1) }))).toBe(false);
  });

  it('unless it has ended or was lifted', () => {
    expect(isWithoutHits(block(800, { expiresAt: new Date(NOW) }))).toBe(true);
    expect(isWithoutHits(block(800, { expiresAt: new Date(NOW - 1) }))).toBe(false);
    expect(isWithoutHits(block(800, { liftedAt: daysAgo(1) }))).toBe(false);
    expect(isWithoutEnd(block(800, { liftedAt: daysAgo(1) }))).toBe(false);
  });
});
