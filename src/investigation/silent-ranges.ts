import { type IpRange, parseIpRange, rangeContains } from '../address/cidr.js';
import type { SortableKey } from '../address/sortable-key.js';

/** Private, loopback and link-local ranges, carriers' own (RFC 6598), and translators from IPv6 to IPv4. */
const NEVER_A_LINK = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
  '64:ff9b::/96',
  '2001::/32',
  '2002::/16',
]
  .map(parseIpRange)
  .filter((range) => range !== null);

/** Whether an address says nothing about who somebody is, by itself or by the host's `sharedRanges`. */
export function isSilent(key: SortableKey, sharedRanges: readonly IpRange[]): boolean {
  const holds = (range: IpRange) => rangeContains(range, key);
  return NEVER_A_LINK.some(holds) || sharedRanges.some(holds);
}
