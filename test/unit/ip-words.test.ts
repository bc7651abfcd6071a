import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { readIpWords } from '../../src/address/ip-words.js';
import { addressText, nearlyAddressText } from './address-arbitraries.js';

const TEXTS = 100_000;

/** Pieces of which addresses are made, put together without sense. */
const soup = fc
  .array(
    fc.constantFrom(...'0 00 1 7 9 25 255 256 ab F ffff 12345 1.2.3.4 01.2.3.4 : :: . % %e - * /'.split(' ')),
    {
      maxLength: 18,
    },
  )
  .map((pieces) => pieces.join(''));
const groups = fc
  .array(fc.constantFrom('0', 'ffff', '1', 'A', '', '', '192.0.2.1'), { minLength: 2, maxLength: 10 })
  .map((pieces) => pieces.join(':'));

/** Node 20 decides by a pattern what a zone is; later versions leave it to the operating system, which takes more. */
const NODE_KNOWS_ZONES = process.versions.node.startsWith('20.');

function counterexample(arbitrary: fc.Arbitrary<string>, holds: (text: string) => boolean) {
  const { failed, counterexample: found } = fc.check(fc.property(arbitrary, holds), { numRuns: TEXTS });
  return failed ? found : null;
}

describe('an address is what Node says is one', () => {
  it.each([
    ['addresses in every spelling', addressText],
    ['what is nearly an address', nearlyAddressText],
    ['pieces put together without sense', soup],
    ['groups and gaps in every order', groups],
  ])('%s', (_, arbitrary) => {
    const words = new Uint32Array(4);
    const seen = { taken: 0, refused: 0 };
    const agrees = (text: string) => {
      if (text.includes('%') && !NODE_KNOWS_ZONES) return true;
      const family = readIpWords(text, words);
      if (family === 0) seen.refused++;
      else seen.taken++;
      const isMapped = family === 4 && text.includes(':');
      return isIP(text) === (isMapped ? 6 : family);
    };
    expect(counterexample(arbitrary, agrees)).toBeNull();
    expect(seen.taken).toBeGreaterThan(100);
  });

  it('also behind a zone', () => {
    for (const zone of ['%', '%1', '%eth0', '%en0.100', '%a:b', '%Wi-Fi', '%a b', '%a%b', '%\n', '%é']) {
      const isZone = /^%[0-9A-Za-z.:-]+$/.test(zone);
      expect(parseIpAddress(`fe80::1${zone}`)).toEqual(isZone ? parseIpAddress('fe80::1') : null);
      expect(parseIpAddress(`::ffff:1.2.3.4${zone}`)).toEqual(isZone ? parseIpAddress('1.2.3.4') : null);
      expect(parseIpAddress(`1.2.3.4${zone}`)).toBeNull();
      expect(parseIpAddress(`2001:db8::${zone}`)).toEqual(isZone ? parseIpAddress('2001:db8::') : null);
      expect(parseIpAddress(`2001:db8:${zone}`)).toBeNull();
    }
  });
});

it('reads into words that hold another address', () => {
  const words = new Uint32Array(4).fill(0xffffffff);
  expect(readIpWords('1::2:3', words)).toBe(6);
  expect([...words]).toEqual([0x10000, 0, 0, 0x20003]);
  expect(readIpWords('203.0.113.7', words)).toBe(4);
  expect(words[0]).toBe(0xcb007107);
  expect(readIpWords('::ffff:198.51.100.1', words)).toBe(4);
  expect(words[0]).toBe(0xc6336401);
});
