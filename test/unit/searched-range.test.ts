import { describe, expect, it } from '@jest/globals';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { rangeOfKeys } from '../../src/address/range-of-keys.js';
import { keyOfAddress } from '../../src/address/sortable-key.js';
import { keysOfNetwork, networkPrefixOfKey, textOfNetwork } from '../../src/address/network.js';
import { searchedRange } from '../../src/investigation/searched-range.js';
import { isSilent } from '../../src/investigation/silent-ranges.js';
import { idBoundsOf } from '../../src/investigation/time-window.js';
import { parseIpRange } from '../../src/address/cidr.js';
import { codeOf } from '../db/investigation-world.js';

const keyOf = (ip: string) => {
  const address = parseIpAddress(ip);
  if (address === null) throw new Error(`${ip} is no address`);
  return keyOfAddress(address);
};

describe('a range that staff look up', () => {
  it.each([
    ['203.0.113.0/16', '203.0.0.0/16'],
    ['203.0.113.7', '203.0.113.7/32'],
    ['2001:db8:1::/32', '2001:db8::/32'],
    ['::ffff:203.0.113.7/128', '203.0.113.7/32'],
    ['::ffff:203.0.0.0/112', '203.0.0.0/16'],
  ])('may be %s, and is logged as %s', (text, canonical) => {
    const { first, last } = searchedRange(text);
    expect(rangeOfKeys(first, last).text).toBe(canonical);
  });

  it.each([
    ['203.0.0.0/15', 'RANGE_TOO_WIDE'],
    ['0.0.0.0/0', 'RANGE_TOO_WIDE'],
    ['2001:db8::/31', 'RANGE_TOO_WIDE'],
    ['::/0', 'RANGE_TOO_WIDE'],
    ['::ffff:0:0/96', 'RANGE_TOO_WIDE'],
    ['::ffff:203.0.0.0/111', 'RANGE_TOO_WIDE'],
    ['203.0.113', 'INVALID_RANGE'],
    ['203.0.113.0/33', 'INVALID_RANGE'],
    ['203.0.113.*', 'INVALID_RANGE'],
    ['203.0.113.0-203.0.113.9', 'INVALID_RANGE'],
    ['2001:db8::/129', 'INVALID_RANGE'],
    ['', 'INVALID_RANGE'],
    [' 203.0.113.7', 'INVALID_RANGE'],
    [null, 'INVALID_RANGE'],
    [{}, 'INVALID_RANGE'],
  ])('is not %p: %s', async (text, code) => {
    expect(await codeOf(() => searchedRange(text))).toBe(code);
  });

  it('is in no message, but on the error for who asked', () => {
    const refused = (text: string): unknown => {
      try {
        return searchedRange(text);
      } catch (error) {
        return error;
      }
    };
    for (const text of ['198.51.0.0/8', '198.51.100.x']) {
      const error = refused(text);
      expect(String(error)).not.toContain('198');
      expect(JSON.stringify(error)).not.toContain('198');
      expect(error).toHaveProperty('value', text);
    }
  });

  it('is known again by its first and its last key, whatever its width', () => {
    for (const [ip, bits] of [
      ['203.0.113.7', 32],
      ['2001:db8:1234:5678:9abc:def0:1234:5678', 128],
    ] as const) {
      for (let length = 0; length <= bits; length++) {
        const range = parseIpRange(`${ip}/${length}`);
        expect(rangeOfKeys(range?.first ?? '', range?.last ?? '')).toEqual(range);
      }
    }
  });
});

describe('a network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7', '203.0.113.7', '203.0.113.7'],
    ['2001:db8:0:1:2::3', '2001:db8:0:1::/64', '2001:db8:0:1::', '2001:db8:0:1:ffff:ffff:ffff:ffff'],
  ])('of %s is written %s', (ip, text, first, last) => {
    expect(textOfNetwork(keyOf(ip))).toBe(text);
    expect(keysOfNetwork(networkPrefixOfKey(keyOf(ip)))).toEqual({ first: keyOf(first), last: keyOf(last) });
  });
});

describe('an address that says nothing about who somebody is', () => {
  const office = [parseIpRange('193.10.0.0/24'), parseIpRange('2001:db8:5::/64')].filter(
    (range) => range !== null,
  );

  it.each(
    (
      '10.1.2.3 172.16.0.0 172.31.255.255 192.168.1.1 127.0.0.1 169.254.9.9 100.64.0.0 100.127.255.255 193.10.0.77 ::1 ' +
      'fc00::1 fdff::1 fe80::1 febf::1 64:ff9b::cb00:7107 2001::1 2001:0:ffff::1 2002:cb00:7107::1 2001:db8:5::9'
    ).split(' '),
  )('is %s', (ip) => {
    expect(isSilent(keyOf(ip), office)).toBe(true);
  });

  it.each(
    (
      '9.255.255.255 11.0.0.0 172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 126.255.255.255 128.0.0.0 100.63.255.255 ' +
      '100.128.0.0 193.10.1.0 ::2 fbff::1 fe00::1 fec0::1 64:ff9b:1::1 2001:1::1 2003::1 2001:db8:5:1::9'
    ).split(' '),
  )('is not %s', (ip) => {
    expect(isSilent(keyOf(ip), office)).toBe(false);
  });
});

describe('a window of time', () => {
  const at = (time: number) => new Date(time);
  const id = (text: string) => `${text}-7000-8000-000000000000`;

  it('holds its first and its last millisecond', () => {
    expect(idBoundsOf({ from: at(0x10), to: at(0x20) }, id('00000000-0000'))).toEqual({
      from: id('00000000-0010'),
      below: id('00000000-0021'),
    });
  });

  it('never reaches back past what may be shown, nor a page past the one before', () => {
    const kept = id('00000000-0018');
    expect(idBoundsOf({ from: at(0x10) }, kept).from).toBe(kept);
    expect(idBoundsOf({ to: at(0x20) }, kept, id('00000000-001f')).below).toBe(id('00000000-001f'));
    expect(idBoundsOf({ to: at(0x20) }, kept, id('00000000-002f')).below).toBe(id('00000000-0021'));
  });
});
