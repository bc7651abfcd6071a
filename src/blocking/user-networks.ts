import { type IpRange, rangeContains, rangeOf } from '../address/cidr.js';
import { networkOfKey } from '../address/network.js';
import { addressOfKey, type SortableKey } from '../address/sortable-key.js';

/** What a customer is given at the least where they use more than one /64 of it. */
const CUSTOMER_PREFIX = 56;

/**
 * The networks that a user acted from, each once: single IPv4 addresses, and IPv6 /64, or the /56 where two of its
 * /64s are among them.
 */
export function networksOf(keys: Iterable<SortableKey>): IpRange[] {
  const networks = new Map<string, IpRange>();
  for (const key of keys) {
    const network = networkOfKey(key);
    networks.set(network.text, network);
  }
  const found = new Map<string, IpRange>();
  for (const network of networks.values()) {
    const wider = network.family === 6 ? rangeOf(addressOfKey(network.first), CUSTOMER_PREFIX) : network;
    const isShared =
      network.family === 6 &&
      [...networks.values()].some((other) => other !== network && rangeContains(wider, other.first));
    const range = isShared ? wider : network;
    found.set(range.text, range);
  }
  return [...found.values()];
}
