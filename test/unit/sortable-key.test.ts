import { describe, expect, it } from '@jest/globals';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { networkOfKey, networkPrefixOfKey } from '../../src/address/network.js';
import { keyOfAddress, textOfKey } from '../../src/address/sortable-key.js';

const keyOf = (text: string) => {
  const address = parseIpAddress(text);
  if (address === null) throw new Error(`${text} is no address`);
  return keyOfAddress(address);
};
const networkOf = (text: string) => networkOfKey(keyOf(text)).text;

describe('the key under which an address is kept', () => {
  it.each([
    ['203.0.113.7', '4cb007107'],
    ['0.0.0.1', '400000001'],
    ['::ffff:203.0.113.7', '4cb007107'],
    ['2001:db8::7', '620010db8000000000000000000000007'],
    ['::', '600000000000000000000000000000000'],
  ])('of %s is %s, and leads back to it', (text, key) => {
    expect(keyOf(text)).toBe(key);
    expect(keyOf(textOfKey(key))).toBe(key);
  });

  it('sorts as the addresses do, IPv4 before IPv6', () => {
    const inOrder = [
      '0.0.0.0',
      '9.0.0.0',
      '10.0.0.0',
      '10.0.0.255',
      '200.0.0.0',
      '::',
      '::1',
      '2001:db8::',
      'fe80::1',
    ];
    expect(inOrder.toReversed().map(keyOf).toSorted().map(textOfKey)).toEqual(inOrder);
  });
});

describe('the network of an address', () => {
  it('is one IPv4 address, or the IPv6 /64', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7/32');
    expect(networkOf('::ffff:203.0.113.7')).toBe('203.0.113.7/32');
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  });

  it('is what the beginnings of the keys have in common', () => {
    const prefix = (text: string) => networkPrefixOfKey(keyOf(text));
    expect(prefix('2001:db8:1:2:ffff::')).toBe(prefix('2001:db8:1:2::1'));
    expect(prefix('2001:db8:1:3::')).not.toBe(prefix('2001:db8:1:2::'));
    expect(prefix('203.0.113.7')).not.toBe(prefix('203.0.113.8'));
    expect(prefix('203.0.113.7')).toBe(keyOf('203.0.113.7'));
  });
});
