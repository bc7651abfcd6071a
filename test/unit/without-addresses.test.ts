import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseIpRange } from '../../src/address/cidr.js';
import { withoutAddresses } from '../../src/access-log/without-addresses.js';
import { addressText, cidrText, nearlyAddressText } from './address-arbitraries.js';

/** Words as they stand around an address; none of them is part of one. */
const around = fc.constantFrom(
  '',
  ' ',
  'from ',
  ' (spam)',
  '[',
  ']',
  ', ',
  '; ',
  'IP:',
  ' - ',
  '"',
  "'s",
  '\n',
  'x',
);

/** What is still an address somewhere in the text, however it is cut out. */
function addressesIn(text: string): string[] {
  const found: string[] = [];
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 3; end <= Math.min(text.length, start + 49); end++) {
      const part = text.slice(start, end);
      if (parseIpRange(part) !== null) found.push(part);
    }
  }
  return found;
}

describe('taking addresses out of a reason', () => {
  it.each([
    ['same as 203.0.113.7, again', 'same as [address], again'],
    ['the range 203.0.113.0/24', 'the range [address]'],
    ['2001:DB8::7 and 2001:db8:0:0:0:0:0:8/128', '[address] and [address]'],
    ['mapped ::ffff:203.0.113.7', 'mapped [address]'],
    ['mapped ::ffff:cb00:7107/128.', 'mapped [address].'],
    ['all of 0000:0000:0000:0000:0000:ffff:192.168.100.100.', 'all of [address].'],
    ['link fe80::1%eth0 here', 'link [address] here'],
    ['http://[2001:db8::7]:8080/', 'http://[[address]]:8080/'],
    ['203.0.113.7:443', '[address]:443'],
    ['203.0.113.7-203.0.113.9', '[address]-[address]'],
    ['with zeros 203.000.113.007', 'with zeros [address]'],
    ['written 203[.]0[.]113[.]7', 'written [address]'],
    ['the network 203.0.113.* and 203.0.113.x', 'the network [address] and [address]'],
    ['ip=203.0.113.7;', 'ip=[address];'],
    ['user203.0.113.7', 'user[address]'],
    ['12001:db8::1', '1[address]'],
    ['::1 and ::', '[address] and [address]'],
  ])('%s', (text, expected) => {
    expect(withoutAddresses(text)).toBe(expected);
  });

  it.each([
    'Report 4711: three accounts, one writing style',
    'at 12:30:45 on 2026-11-24',
    'version 1.2.3, chapter 4.5',
    'http::server, ratio 1:2',
    'aa:bb:cc:dd:ee:ff is a network card',
    '',
  ])('leaves %j as it is', (text) => {
    expect(withoutAddresses(text)).toBe(text);
  });

  it('finds every spelling of every address and range, wherever it stands', () => {
    const anywhere = fc.tuple(
      around,
      fc.oneof(
        addressText,
        cidrText.map(({ cidr }) => cidr),
      ),
      around,
    );
    fc.assert(
      fc.property(anywhere, ([before, address, after]) => {
        const left = withoutAddresses(before + address + after);
        expect(left).toContain('[address]');
        expect(addressesIn(left)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves no address in any text that is made of their characters', () => {
    const texts = fc.oneof(
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcf:./%x ')), maxLength: 60 }),
      fc
        .array(fc.oneof(nearlyAddressText, addressText, around), { maxLength: 4 })
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const left = withoutAddresses(text);
        expect(addressesIn(left)).toEqual([]);
        expect(withoutAddresses(left)).toBe(left);
      }),
      { numRuns: 2000 },
    );
  });
});
