import { formatIpAddress, type IpAddress } from './ip-address.js';

/**
 * An address as text that sorts, byte by byte, as the address does: `4` and 8 hexadecimal digits, or `6` and 32.
 * The families never mix, a range is two comparisons on any database, and the first 9 (IPv4) or 17 (IPv6)
 * characters are the network.
 */
export type SortableKey = string;

/** By halves, since small numbers are written out several times faster. */
const hexWord = (word: number): string => hexHalf(word >>> 16) + hexHalf(word & 0xffff);
const hexHalf = (half: number): string => (0x10000 | half).toString(16).slice(1);

export function keyOfAddress({ family, words }: IpAddress): SortableKey {
  return family + words.map(hexWord).join('');
}

/** Expects a key that `keyOfAddress` made. */
export function addressOfKey(key: SortableKey): IpAddress {
  const words: number[] = [];
  for (let at = 1; at < key.length; at += 8) words.push(Number.parseInt(key.slice(at, at + 8), 16));
  return { family: key.startsWith('4') ? 4 : 6, words };
}

/** The canonical text of the address behind a key. */
export function textOfKey(key: SortableKey): string {
  return formatIpAddress(addressOfKey(key));
}
