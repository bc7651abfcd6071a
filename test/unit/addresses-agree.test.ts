import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { parseIpRange, rangeContains } from '../../src/address/cidr.js';
import { formatIpAddress, parseIpAddress } from '../../src/address/ip-address.js';
import { networkOfKey } from '../../src/address/network.js';
import { keyOfAddress, textOfKey } from '../../src/address/sortable-key.js';
import { addressText, cidrText, nearlyAddressText } from './address-arbitraries.js';

const ADDRESSES = 10_000;

/** The shortest case that contradicts the property, or `null`. */
function counterexample<T>(property: fc.IProperty<T>) {
  const { failed, seed, counterexample: found, errorInstance } = fc.check(property, { numRuns: ADDRESSES });
  return failed ? { seed, found, error: String(errorInstance) } : null;
}

/**
 * The other library's reading; `process` turns mapped IPv4 into IPv4. A zone is dropped. `::192.0.2.1` is written out,
 * since the library takes the IPv4-compatible form of RFC 4291, 2.5.5.1, for the mapped one.
 */
function theirs(text: string): ipaddr.IPv4 | ipaddr.IPv6 {
  return ipaddr.process(text.replace(/%.*$/, '').replace(/^::(?=\d+\.)/, '0:0:0:0:0:0:'));
}

/** Its IPv6 takes leading zeros in dotted decimals, which its IPv4 refuses. */
function theyTake(text: string): boolean {
  if (!text.includes(':')) return ipaddr.IPv4.isValidFourPartDecimal(text);
  const tail = text.slice(text.lastIndexOf(':') + 1);
  return ipaddr.IPv6.isValid(text) && (!tail.includes('.') || ipaddr.IPv4.isValidFourPartDecimal(tail));
}

function ours(text: string) {
  const address = parseIpAddress(text);
  if (address === null) throw new Error(`${text} was refused`);
  return { address, key: keyOfAddress(address), text: formatIpAddress(address) };
}

const canonical = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
  address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
const isIpv6 = (address: ipaddr.IPv4 | ipaddr.IPv6) => address.kind() === 'ipv6';
const numberOf = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
  BigInt(`0x${Buffer.from(address.toByteArray()).toString('hex')}`);
const compare = <T extends bigint | string>(a: T, b: T) => Number(a > b) - Number(a < b);

describe('an independent library, asked about ten thousand addresses', () => {
  it('reads the same address, writes the same text, and has the same bytes where we have the key', () => {
    expect(
      counterexample(
        fc.property(addressText, (text) => {
          const [mine, other] = [ours(text), theirs(text)];
          const hex = Buffer.from(other.toByteArray()).toString('hex');
          const isSame = mine.text === canonical(other) && mine.key === (isIpv6(other) ? '6' : '4') + hex;
          return isSame && textOfKey(mine.key) === mine.text;
        }),
      ),
    ).toBeNull();
  });

  it('puts them in the same order as sorted keys', () => {
    const pairs = fc
      .sample(addressText, ADDRESSES)
      .map((text) => ({ key: ours(text).key, other: theirs(text) }));
    const byNumber = pairs
      .map(({ key, other }) => ({ key, family: other.kind(), number: numberOf(other) }))
      .toSorted((a, b) =>
        a.family === b.family ? compare(a.number, b.number) : compare(a.family, b.family),
      );
    expect(pairs.map(({ key }) => key).toSorted()).toEqual(byNumber.map(({ key }) => key));
  });

  it('puts them into the same network', () => {
    expect(
      counterexample(
        fc.property(addressText, (text) => {
          const other = theirs(text);
          const first = isIpv6(other) ? ipaddr.IPv6.networkAddressFromCIDR(`${other.toString()}/64`) : other;
          return networkOfKey(ours(text).key).text === `${canonical(first)}/${isIpv6(other) ? 64 : 32}`;
        }),
      ),
    ).toBeNull();
  });

  it('sees the same edges of a range', () => {
    expect(
      counterexample(
        fc.property(cidrText, ({ address, bits, cidr }) => {
          const library = isIpv6(theirs(address)) ? ipaddr.IPv6 : ipaddr.IPv4;
          const plain = `${theirs(address).toString()}/${bits}`;
          const first = canonical(library.networkAddressFromCIDR(plain));
          const last = canonical(library.broadcastAddressFromCIDR(plain));
          const range = parseIpRange(cidr);
          if (range === null || range.text !== `${first}/${bits}`) return false;
          return textOfKey(range.first) === first && textOfKey(range.last) === last;
        }),
      ),
    ).toBeNull();
  });

  it('finds the same addresses in a range', () => {
    let inside = 0;
    expect(
      counterexample(
        fc.property(cidrText, addressText, fc.nat(), ({ address, bits, cidr }, stranger, flip) => {
          const [range, base] = [parseIpRange(cidr), theirs(address)];
          // A neighbour differs in one bit, so that it may or may not be inside.
          const bytes = base.toByteArray();
          const at = flip % bytes.length;
          const neighbour = ipaddr.fromByteArray(
            bytes.map((byte, i) => (i === at ? byte ^ (1 << (flip % 8)) : byte)),
          );
          return [stranger, neighbour.toString()].every((text) => {
            const other = theirs(text);
            const found = other.kind() === base.kind() && other.match(base, bits);
            inside += Number(found);
            return (range !== null && rangeContains(range, ours(text).key)) === found;
          });
        }),
      ),
    ).toBeNull();
    expect(inside).toBeGreaterThan(1_000);
  });

  it('refuses the same texts that are nearly addresses', () => {
    let refused = 0;
    expect(
      counterexample(
        fc.property(nearlyAddressText, (text) => {
          refused += Number(!theyTake(text));
          return (parseIpAddress(text) !== null) === theyTake(text);
        }),
      ),
    ).toBeNull();
    expect(refused).toBeGreaterThan(1_000);
  });
});
