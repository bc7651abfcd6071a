import { describe, expect, it } from '@jest/globals';
import { formatIpAddress, parseIpAddress } from '../../src/address/ip-address.js';

/** What is kept of an address, or `null` where it is refused. */
const kept = (text: unknown): string | null => {
  const address = parseIpAddress(text);
  return address === null ? null : formatIpAddress(address);
};

describe('an address that can be read is kept in one spelling', () => {
  it.each([
    ['IPv4', '203.0.113.7', '203.0.113.7'],
    ['the lowest IPv4', '0.0.0.0', '0.0.0.0'],
    ['the highest IPv4', '255.255.255.255', '255.255.255.255'],
    ['IPv6', '2001:db8::7', '2001:db8::7'],
    ['IPv6 in capitals', '2001:DB8::ABCD', '2001:db8::abcd'],
    ['IPv6 with leading zeros', '2001:0db8:0000:0000:0000:0000:0000:0007', '2001:db8::7'],
    ['the longest run of zeros shortened', '2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['the first of two equal runs shortened', '2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['a single zero group written out', '2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['a single zero group that came as ::', '2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['zeros at the beginning', '0:0:0:0:0:0:0:1', '::1'],
    ['zeros at the end', '2001:db8:0:0:0:0:0:0', '2001:db8::'],
    ['nothing but zeros', '0:0:0:0:0:0:0:0', '::'],
    ['no zeros at all', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7:8'],
    [
      'nothing but ones',
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    ],
    ['IPv6 that ends in dotted decimals', '64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['all groups written and dotted decimals', '2001:db8:1:2:3:4:192.0.2.33', '2001:db8:1:2:3:4:c000:221'],
  ])('%s: %s', (_, text, canonical) => {
    expect(kept(text)).toBe(canonical);
  });
});

describe('IPv4 that came as IPv6 is the IPv4 address that it is', () => {
  it.each([
    ['dotted', '::ffff:203.0.113.7'],
    ['in capitals', '::FFFF:203.0.113.7'],
    ['hexadecimal', '::ffff:cb00:7107'],
    ['hexadecimal, in capitals', '::FFFF:CB00:7107'],
    ['written out', '0:0:0:0:0:ffff:cb00:7107'],
    ['written out with leading zeros', '0000:0000:0000:0000:0000:ffff:cb00:7107'],
    ['written out, dotted', '0:0:0:0:0:ffff:203.0.113.7'],
    ['with a zone', '::ffff:203.0.113.7%eth0'],
  ])('%s: %s', (_, text) => {
    expect(parseIpAddress(text)).toEqual(parseIpAddress('203.0.113.7'));
  });

  it('keeps its neighbours, which are no IPv4, as IPv6', () => {
    expect(kept('::cb00:7107')).toBe('::cb00:7107');
    expect(kept('::fffe:cb00:7107')).toBe('::fffe:cb00:7107');
    expect(kept('::1:ffff:cb00:7107')).toBe('::1:ffff:cb00:7107');
    expect(kept('::ffff:0:cb00:7107')).toBe('::ffff:0:cb00:7107');
  });
});

describe('a zone is no part of an address', () => {
  it.each(['fe80::1%eth0', 'fe80::1%1', 'fe80::1%en0.100', 'FE80::1%Wi-Fi'])('%s', (text) => {
    expect(kept(text)).toBe('fe80::1');
  });
});

describe('what is no address is refused', () => {
  it.each([
    ['empty', ''],
    ['what proxies write for nobody', 'unknown'],
    ['a name', 'localhost'],
    ['a port', '203.0.113.7:8080'],
    ['brackets', '[2001:db8::7]'],
    ['brackets and a port', '[2001:db8::7]:443'],
    ['a space before', ' 203.0.113.7'],
    ['a space behind', '203.0.113.7 '],
    ['a line break behind', '203.0.113.7\n'],
    ['a tab before IPv6', '\t2001:db8::7'],
    ['a space within', '203.0.113. 7'],
    ['several, as in X-Forwarded-For', '203.0.113.7, 198.51.100.1'],
    ['octal', '0313.0.0161.07'],
    ['a leading zero', '203.0.113.07'],
    ['hexadecimal IPv4', '0xcb.0x0.0x71.0x7'],
    ['IPv4 as one number', '3405803783'],
    ['IPv4 as one hexadecimal number', '0xcb007107'],
    ['two parts', '10.5'],
    ['three parts', '10.0.5'],
    ['five parts', '10.0.0.0.5'],
    ['a part past 255', '203.0.113.256'],
    ['a negative part', '203.0.-113.7'],
    ['a dot at the end', '203.0.113.7.'],
    ['an empty part', '203..113.7'],
    ['digits of another script', '٢٠٣.0.113.7'],
    ['a range', '203.0.113.0/24'],
    ['an IPv4 zone', '203.0.113.7%eth0'],
    ['a zone without a name', 'fe80::1%'],
    ['seven groups', '1:2:3:4:5:6:7'],
    ['nine groups', '1:2:3:4:5:6:7:8:9'],
    ['two gaps', '2001::db8::7'],
    ['three colons', '2001:::7'],
    ['a group of five digits', '2001:db8::12345'],
    ['a letter past f', '2001:db8::g'],
    ['dotted decimals in the middle', '::203.0.113.7:1'],
    ['dotted decimals with an octal part', '::ffff:203.0.113.07'],
    ['short dotted decimals', '::ffff:10.5'],
    ['one colon', ':'],
    ['a NUL', '203.0.113.7\0'],
    ['300 characters', '1'.repeat(300)],
    ['300 characters that begin as an address', `203.0.113.7${' '.repeat(289)}`],
    ['300 zeros', `2001:db8::${'0'.repeat(290)}`],
  ])('%s', (_, text) => {
    expect(parseIpAddress(text)).toBeNull();
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 3405803783],
    ['a bigint', 3405803783n],
    ['true', true],
    ['an array of one address', ['203.0.113.7']],
    ['an array of two', ['203.0.113.7', '198.51.100.1']],
    ['an object that prints as an address', { toString: () => '203.0.113.7' }],
    ['a String object', Object('203.0.113.7')],
    ['bytes', Buffer.from([203, 0, 113, 7])],
  ])('%s', (_, value) => {
    expect(parseIpAddress(value)).toBeNull();
  });
});

it('holds an address as unsigned 32-bit words', () => {
  expect(parseIpAddress('255.255.255.255')).toEqual({ family: 4, words: [0xffffffff] });
  expect(parseIpAddress('ffff:ffff::8000:0')).toEqual({ family: 6, words: [0xffffffff, 0, 0, 0x80000000] });
});
