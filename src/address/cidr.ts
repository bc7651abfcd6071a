import { formatIpAddress, type IpAddress, parseIpAddress } from './ip-address.js';
import { prefixMask } from './prefix-mask.js';
import { keyOfAddress, type SortableKey } from './sortable-key.js';

/** A range of addresses in CIDR notation; a single address is a range of one. Host bits are cut off. */
export interface IpRange {
  readonly family: 4 | 6;
  /** The length of the prefix in bits: 0 to 32 for IPv4, 0 to 128 for IPv6. */
  readonly prefixLength: number;
  /** The keys of the first and the last address; both belong to the range. */
  readonly first: SortableKey;
  readonly last: SortableKey;
  /** The canonical text, `203.0.113.0/24`; always with its prefix length. */
  readonly text: string;
}

const MAPPED_PREFIX_BITS = 96;
const PREFIX_LENGTH = /^(0|[1-9]\d{0,2})$/;

/**
 * Reads `203.0.113.0/24`, `2001:db8::/32` or a single address, or answers `null`.
 * A range of mapped addresses (`::ffff:203.0.113.0/120`) is the IPv4 range that it is.
 */
export function parseIpRange(text: unknown): IpRange | null {
  if (typeof text !== 'string') return null;
  const slash = text.indexOf('/');
  const address = parseIpAddress(slash === -1 ? text : text.slice(0, slash));
  if (address === null) return null;
  if (slash === -1) return rangeOf(address, address.words.length * 32);
  const bits = text.slice(slash + 1);
  if (!PREFIX_LENGTH.test(bits)) return null;
  const writtenAsIpv6 = text.includes(':');
  if (address.family === 6) return Number(bits) <= 128 ? rangeOf(address, Number(bits)) : null;
  const prefixLength = writtenAsIpv6 ? Number(bits) - MAPPED_PREFIX_BITS : Number(bits);
  return prefixLength >= 0 && prefixLength <= 32 ? rangeOf(address, prefixLength) : null;
}

/** The range of the given prefix length that holds the address. */
export function rangeOf(address: IpAddress, prefixLength: number): IpRange {
  const first = masked(address, prefixLength, false);
  const last = masked(address, prefixLength, true);
  return {
    family: address.family,
    prefixLength,
    first: keyOfAddress(first),
    last: keyOfAddress(last),
    text: `${formatIpAddress(first)}/${prefixLength}`,
  };
}

export function rangeContains(range: IpRange, key: SortableKey): boolean {
  return key.length === range.first.length && key >= range.first && key <= range.last;
}

/** Whether two ranges have an address in common: CIDR ranges do where one holds the other. */
export function rangesOverlap(a: IpRange, b: IpRange): boolean {
  return rangeContains(a, b.first) || rangeContains(b, a.first);
}

/** How many addresses a range has. */
export function addressCountOf({ family, prefixLength }: IpRange): bigint {
  return 1n << BigInt((family === 4 ? 32 : 128) - prefixLength);
}

function masked({ family, words }: IpAddress, prefixLength: number, ones: boolean): IpAddress {
  return {
    family,
    words: words.map((word, i) => {
      const mask = prefixMask(prefixLength, i);
      return (ones ? word | ~mask : word & mask) >>> 0;
    }),
  };
}
