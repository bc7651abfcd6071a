import { type IpRange, rangeOf } from './cidr.js';
import { addressOfKey, type SortableKey } from './sortable-key.js';

/** The range whose first and last address have these keys, as `parseIpRange` gave them. */
export function rangeOfKeys(first: SortableKey, last: SortableKey): IpRange {
  return rangeOf(addressOfKey(first), prefixLengthOfKeys(first, last));
}

/** The length of that range's prefix in bits. */
export function prefixLengthOfKeys(first: SortableKey, last: SortableKey): number {
  return commonBits(addressOfKey(first).words, addressOfKey(last).words);
}

function commonBits(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((word, i) => word !== right[i]);
  return at === -1 ? left.length * 32 : at * 32 + Math.clz32((left[at] ?? 0) ^ (right[at] ?? 0));
}
