import { rangeOf, type IpRange } from './cidr.js';
import { addressOfKey, type SortableKey, textOfKey } from './sortable-key.js';

/**
 * The unit in which addresses are compared: one IPv4 address, or one IPv6 /64, since a household is given a /64
 * and its devices change the rest of the address every day (RFC 8981).
 */
export function networkOfKey(key: SortableKey): IpRange {
  const address = addressOfKey(key);
  return rangeOf(address, address.family === 4 ? 32 : 64);
}

/** The part of a key that all addresses of its network share. */
export function networkPrefixOfKey(key: SortableKey): string {
  return key.slice(0, 17);
}

/** A network as people write it: `203.0.113.7`, or `2001:db8:0:1::/64`. */
export function textOfNetwork(key: SortableKey): string {
  const { family, text } = networkOfKey(key);
  return family === 4 ? textOfKey(key) : text;
}

/** The keys of the first and the last address of a network, of which the part that they share is known. */
export function keysOfNetwork(prefix: string): { first: SortableKey; last: SortableKey } {
  const length = prefix.startsWith('4') ? 9 : 33;
  return { first: prefix.padEnd(length, '0'), last: prefix.padEnd(length, 'f') };
}
