import { rangeOf, type IpRange } from './cidr.js';
import { addressOfKey, type SortableKey } from './sortable-key.js';

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
