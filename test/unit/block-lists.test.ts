import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addressCountOf, parseIpRange } from '../../src/address/cidr.js';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { textOfKey } from '../../src/address/sortable-key.js';
import { readBlockListLine } from '../../src/blocking/block-list-line.js';
import { cidrsBetween } from '../../src/blocking/cidrs-between.js';
import type { IpBlock } from '../../src/blocking/ip-block.js';
import { type BlockListItem, readBlockList } from '../../src/blocking/read-block-list.js';
import { type BlockListFormat, writeBlockList } from '../../src/blocking/write-block-list.js';

const read = (line: string) => readBlockListLine(line)?.map(({ text }) => text) ?? null;

describe('a line of a list', () => {
  it.each([
    ['an address', '203.0.113.7', ['203.0.113.7/32']],
    ['an IPv6 address', '2001:DB8::7', ['2001:db8::7/128']],
    ['mapped IPv4', '::ffff:203.0.113.7', ['203.0.113.7/32']],
    ['a range', '203.0.113.0/24', ['203.0.113.0/24']],
    ['a range with host bits', '203.0.113.77/24', ['203.0.113.0/24']],
    ['an IPv6 range', '2001:db8::/32', ['2001:db8::/32']],
    ['spaces and tabs around', ' \t203.0.113.7 \t', ['203.0.113.7/32']],
    ['a line break of Windows', '203.0.113.7\r\n', ['203.0.113.7/32']],
    ['a byte order mark', '\ufeff203.0.113.7', ['203.0.113.7/32']],
    ['a comment behind it', '203.0.113.0/24 ; SBL1234', ['203.0.113.0/24']],
    ['another comment behind it', '203.0.113.7# scanner', ['203.0.113.7/32']],
    ['the last part open', '203.0.113.*', ['203.0.113.0/24']],
    ['two parts open', '203.0.*', ['203.0.0.0/16']],
    ['two parts open, both written', '203.0.*.*', ['203.0.0.0/16']],
    ['three parts open', '203.*', ['203.0.0.0/8']],
    ['from and to', '203.0.113.0-203.0.113.255', ['203.0.113.0/24']],
    ['from and to with spaces', '203.0.113.0 - 203.0.113.127', ['203.0.113.0/25']],
    ['from and to the same', '203.0.113.7-203.0.113.7', ['203.0.113.7/32']],
    ['from and to that is no single range', '203.0.113.6-203.0.113.9', ['203.0.113.6/31', '203.0.113.8/31']],
    ['all of IPv4', '0.0.0.0-255.255.255.255', ['0.0.0.0/0']],
    ['all of IPv6 above IPv4', '::1:0:0:0-::1:ffff:ffff:ffff', ['::1:0:0:0/80']],
    ['IPv6 from and to', '2001:db8::-2001:db8:0:1:ffff:ffff:ffff:ffff', ['2001:db8::/63']],
    ['mapped IPv4 from and to', '::ffff:203.0.113.0-::ffff:203.0.113.3', ['203.0.113.0/30']],
    ['nothing', '', []],
    ['white space', ' \t\r\n', []],
    ['a comment', '# 203.0.113.7', []],
    ['another comment', '  ; 203.0.113.7', []],
    ['a comment of 100,000 characters', `# ${'x'.repeat(100_000)}`, []],
  ])('%s: %s', (_, line, ranges) => {
    expect(read(line)).toEqual(ranges);
  });

  it.each([
    ['a name', 'localhost'],
    ['a port', '203.0.113.7:80'],
    ['octal', '0313.0.113.7'],
    ['a leading zero', '203.0.113.07'],
    ['a leading zero before a wildcard', '203.0.013.*'],
    ['a short address', '10.5'],
    ['hexadecimal', '0xcb.0.113.7'],
    ['a part past 255 before a wildcard', '203.0.256.*'],
    ['a netmask', '203.0.113.0/255.255.255.0'],
    ['a wildcard with a prefix length', '203.0.113.*/24'],
    ['half a part open', '203.0.113.1*'],
    ['a part open in the middle', '203.*.113.7'],
    ['four parts and one open', '203.0.113.7.*'],
    ['five parts', '203.0.*.*.*'],
    ['nothing but a star', '*'],
    ['nothing but stars', '*.*.*.*'],
    ['a prefix of a number, as Misago takes it', '1*'],
    ['an IPv6 wildcard', '2001:db8:*'],
    ['from high to low', '203.0.113.9-203.0.113.1'],
    ['from without to', '203.0.113.1-'],
    ['to without from', '-203.0.113.1'],
    ['a short to', '203.0.113.1-9'],
    ['ranges for from and to', '203.0.113.0/25-203.0.113.128/25'],
    ['two hyphens', '203.0.113.1-203.0.113.2-203.0.113.3'],
    ['two families', '203.0.113.1-2001:db8::1'],
    ['IPv6 that runs across IPv4', '::1-::1:0:0:0'],
    ['two addresses', '203.0.113.7 203.0.113.8'],
    ['a comma', '203.0.113.7,203.0.113.8'],
    ['a NUL', '203.0.113.7\0'],
    ['digits of another script', '٢٠٣.0.113.7'],
    ['100,000 characters', '1'.repeat(100_000)],
  ])('is refused that is %s', (_, line) => {
    expect(readBlockListLine(line)).toBeNull();
  });
});

describe('from one address to another', () => {
  const number = (text: string) =>
    (parseIpAddress(text)?.words ?? []).reduce((sum, word) => sum * 2n ** 32n + BigInt(word), 0n);

  it('are the fewest ranges that hold each address once', () => {
    const family = fc.constantFrom<4 | 6>(4, 6);
    fc.assert(
      fc.property(
        family,
        fc.bigInt(0n, 2n ** 128n - 1n),
        fc.bigInt(0n, 2n ** 128n - 1n),
        fc.nat(127),
        (f, a, b, near) => {
          const bits = f === 4 ? 32n : 128n;
          // Half of the ranges are short, so that their ends matter.
          // One bit is set, so that IPv6 does not run across the mapped addresses.
          const from = f === 4 ? a >> 96n : a | (1n << 64n);
          const other =
            near % 2
              ? from ^ ((b >> 96n) & ((1n << BigInt(near % 20)) - 1n))
              : f === 4
                ? b >> 96n
                : b | (1n << 64n);
          const [low, high] = from < other ? [from, other] : [other, from];
          const address = (n: bigint) => ({
            family: f,
            words: (f === 4 ? [0n] : [96n, 64n, 32n, 0n]).map((shift) => Number((n >> shift) & 0xffffffffn)),
          });
          const ranges = cidrsBetween(address(low), address(high));
          if (ranges === null) throw new Error('refused');
          let next = low;
          for (const [i, range] of ranges.entries()) {
            expect(number(textOfKey(range.first))).toBe(next);
            next += addressCountOf(range);
            const following = ranges[i + 1];
            // Two halves of one wider range would not be the fewest.
            const isHalved =
              following?.prefixLength === range.prefixLength &&
              parseIpRange(`${textOfKey(range.first)}/${range.prefixLength - 1}`)?.last === following.last;
            expect(isHalved).toBe(false);
          }
          expect(next).toBe(high + 1n);
          expect(ranges.length).toBeLessThanOrEqual(Number(bits) * 2 - 2 || 1);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['::', '::fffe:ffff:ffff', 1],
    ['::1:0:0:0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 1],
  ])('IPv6 beside the mapped addresses can be read: %s to %s', (from, to, atLeast) => {
    const [first, last] = [parseIpAddress(from), parseIpAddress(to)];
    const ranges = first && last && cidrsBetween(first, last);
    expect(ranges?.length).toBeGreaterThanOrEqual(atLeast);
    for (const range of ranges ?? []) expect(parseIpRange(range.text)).toEqual(range);
  });
});

describe('a list', () => {
  const itemsOf = async (lines: AsyncIterable<string> | Iterable<string>) => {
    const items: BlockListItem[] = [];
    for await (const item of readBlockList(lines)) items.push(item);
    return items;
  };

  it('comes back line by line with the numbers that an editor shows', async () => {
    const items = await itemsOf(['# bad hosts', '', '203.0.113.7', 'nobody', '  198.51.100.0/24  ; office']);
    expect(items).toEqual([
      { line: 3, text: '203.0.113.7', ranges: [parseIpRange('203.0.113.7')] },
      { line: 4, text: 'nobody', code: 'INVALID_RANGE' },
      { line: 5, text: '198.51.100.0/24  ; office', ranges: [parseIpRange('198.51.100.0/24')] },
    ]);
  });

  it('is read no faster than it is used', async () => {
    let given = 0;
    function* lines() {
      for (; given < 1_000_000; given++) yield '203.0.113.7';
    }
    for await (const item of readBlockList(lines())) if (item.line === 3) break;
    expect(given).toBeLessThan(5);
  });

  it('repeats only the beginning of a line that is no address', async () => {
    const [item] = await itemsOf(['x'.repeat(100_000)]);
    expect(item?.text).toHaveLength(100);
  });
});

describe('blocks are written', () => {
  const block = (range: string, effect: IpBlock['effect']): IpBlock => ({
    id: '019abcde-0000-7000-8000-000000000000',
    range,
    effect,
    reason: 'a "reason"\nof two lines; deny all;',
    message: null,
    staffId: '7',
    createdAt: new Date(0),
    expiresAt: null,
    liftedAt: null,
    liftedBy: null,
    liftReason: null,
    hits: 3,
    lastHitOn: '2026-11-24',
    importId: null,
  });
  const BLOCKS = [
    block('203.0.113.7/32', 'allow'),
    block('203.0.113.0/24', 'deny'),
    block('2001:db8::/32', 'deny-sign-up'),
  ];
  const written = async (format: BlockListFormat, blocks = BLOCKS) => {
    let text = '';
    for await (const piece of writeBlockList(Readable.from(blocks), format)) text += piece;
    return text;
  };

  it('as a plain list of what is denied', async () => {
    expect(await written('plain')).toBe(
      '# allow 203.0.113.7/32\n203.0.113.0/24\n# deny-sign-up 2001:db8::/32\n',
    );
  });

  it('for nginx, where the first that matches decides', async () => {
    expect(await written('nginx')).toBe(
      'allow 203.0.113.7/32;\ndeny 203.0.113.0/24;\n# deny-sign-up 2001:db8::/32\n',
    );
  });

  it('as JSON with all that is known', async () => {
    expect(JSON.parse(await written('json'))).toEqual(JSON.parse(JSON.stringify(BLOCKS)));
    expect(JSON.parse(await written('json', []))).toEqual([]);
  });

  it('so that a plain list can be read again', async () => {
    const lines = (await written('plain')).split('\n');
    expect(lines.flatMap((line) => read(line) ?? ['refused'])).toEqual(['203.0.113.0/24']);
  });
});
