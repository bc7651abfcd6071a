import { describe, expect, it } from '@jest/globals';
import { parseIpRange, rangeContains } from '../../src/address/cidr.js';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { keyOfAddress } from '../../src/address/sortable-key.js';

const keyOf = (text: string) => {
  const address = parseIpAddress(text);
  if (address === null) throw new Error(`${text} is no address`);
  return keyOfAddress(address);
};
const holds = (range: string, address: string) => {
  const parsed = parseIpRange(range);
  return parsed !== null && rangeContains(parsed, keyOf(address));
};

describe('a range is read and kept in one spelling', () => {
  it.each([
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['203.0.113.77/24', '203.0.113.0/24'],
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.7/32', '203.0.113.7/32'],
    ['255.255.255.255/1', '128.0.0.0/1'],
    ['203.0.113.7/0', '0.0.0.0/0'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:DB8:1:2:3:4:5:6/64', '2001:db8:1:2::/64'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['2001:db8::7', '2001:db8::7/128'],
    ['2001:db8::7/0', '::/0'],
    ['fe80::1%eth0/64', 'fe80::/64'],
  ])('%s is %s', (text, canonical) => {
    expect(parseIpRange(text)?.text).toBe(canonical);
  });

  it.each([
    ['::ffff:203.0.113.77/120', '203.0.113.0/24'],
    ['::ffff:cb00:714d/120', '203.0.113.0/24'],
    ['::ffff:203.0.113.7', '203.0.113.7/32'],
    ['::ffff:203.0.113.7/128', '203.0.113.7/32'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
  ])('%s, written as IPv6, is the IPv4 range %s', (text, canonical) => {
    expect(parseIpRange(text)).toEqual(parseIpRange(canonical));
  });
});

describe('what is no range is refused', () => {
  it.each([
    ['empty', ''],
    ['no address', '/24'],
    ['no length', '203.0.113.0/'],
    ['too long for IPv4', '203.0.113.0/33'],
    ['too long for IPv6', '2001:db8::/129'],
    ['negative', '203.0.113.0/-1'],
    ['a fraction', '203.0.113.0/24.5'],
    ['a leading zero', '203.0.113.0/024'],
    ['hexadecimal', '203.0.113.0/0x18'],
    ['an exponent', '203.0.113.0/1e1'],
    ['a space', '203.0.113.0/ 24'],
    ['a line break', '203.0.113.0/24\n'],
    ['twice a length', '203.0.113.0/24/24'],
    ['a netmask', '203.0.113.0/255.255.255.0'],
    ['a short address', '10/8'],
    ['a wildcard', '203.0.113.*'],
    ['from and to', '203.0.113.1-203.0.113.9'],
    ['mapped IPv4 and all that stands around it', '::ffff:203.0.113.0/24'],
    ['mapped IPv4 wider than all of IPv4', '::ffff:0:0/95'],
    ['a name', 'localhost/8'],
  ])('%s', (_, text) => {
    expect(parseIpRange(text)).toBeNull();
  });

  it.each([[undefined], [null], [24], [['203.0.113.0/24']], [{}]])('%p', (value) => {
    expect(parseIpRange(value)).toBeNull();
  });
});

describe('an address is in a range', () => {
  it.each([
    ['203.0.113.0/24', '203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
    ['203.0.113.128/25', '203.0.113.128', '203.0.113.255', '203.0.113.127', '203.0.114.0'],
    ['10.0.0.0/8', '10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
    [
      '2001:db8::/32',
      '2001:db8::',
      '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff',
      '2001:db7:ffff::',
      '2001:db9::',
    ],
    [
      '2001:db8:0:1::/64',
      '2001:db8:0:1::',
      '2001:db8:0:1:ffff:ffff:ffff:ffff',
      '2001:db8::ffff',
      '2001:db8:0:2::',
    ],
    ['2001:db8::7', '2001:db8::7', '2001:db8::7', '2001:db8::6', '2001:db8::8'],
  ])('%s begins at %s and ends at %s', (range, first, last, before, after) => {
    expect(holds(range, first)).toBe(true);
    expect(holds(range, last)).toBe(true);
    expect(holds(range, before)).toBe(false);
    expect(holds(range, after)).toBe(false);
  });

  it('never of the other family', () => {
    expect(holds('0.0.0.0/0', '::1')).toBe(false);
    expect(holds('::/0', '127.0.0.1')).toBe(false);
    expect(holds('::/0', '::ffff:127.0.0.1')).toBe(false);
  });

  it('also where it came as IPv4-mapped IPv6', () => {
    expect(holds('203.0.113.0/24', '::ffff:203.0.113.7')).toBe(true);
  });
});
