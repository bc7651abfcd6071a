import { type IpRange, rangeOf } from '../address/cidr.js';
import type { IpAddress } from '../address/ip-address.js';

const WORD_BITS = 32n;
const WORD_MASK = 0xffffffffn;
/** `::ffff:0:0` in the upper 96 bits: the addresses that are IPv4 and never IPv6. */
const MAPPED = 0xffffn;

/**
 * The fewest CIDR ranges that make up the addresses from `first` to `last`, in order: at most 62 for IPv4 and 254
 * for IPv6. `null` where the families differ, `last` comes before `first`, or IPv6 runs into the mapped addresses,
 * which are IPv4.
 */
export function cidrsBetween(first: IpAddress, last: IpAddress): IpRange[] | null {
  if (first.family !== last.family) return null;
  const bits = first.words.length * 32;
  const end = numberOf(last);
  let start = numberOf(first);
  if (start > end || (first.family === 6 && start >> WORD_BITS <= MAPPED && end >> WORD_BITS >= MAPPED)) {
    return null;
  }
  const ranges: IpRange[] = [];
  while (start <= end) {
    let hostBits = 0;
    while (hostBits < bits && fits(start, end, BigInt(hostBits + 1))) hostBits++;
    ranges.push(rangeOf(addressOf(start, first.family), bits - hostBits));
    start += 1n << BigInt(hostBits);
  }
  return ranges;
}

/** Whether a range with so many host bits may begin at `start` and does not go past `end`. */
function fits(start: bigint, end: bigint, hostBits: bigint): boolean {
  const size = 1n << hostBits;
  return start % size === 0n && start + size - 1n <= end;
}

function numberOf({ words }: IpAddress): bigint {
  return words.reduce((number, word) => (number << WORD_BITS) | BigInt(word), 0n);
}

function addressOf(number: bigint, family: 4 | 6): IpAddress {
  const shifts = family === 4 ? [0n] : [96n, 64n, 32n, 0n];
  return { family, words: shifts.map((shift) => Number((number >> shift) & WORD_MASK)) };
}
