import { type IpRange, parseIpRange } from '../address/cidr.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { shapeOf } from '../describe-value.js';

/** The shortest prefix that may be looked up: 65,536 addresses of IPv4, a provider's allocation of IPv6. */
const SHORTEST_PREFIX = { 4: 16, 6: 32 } as const;

/**
 * A range that staff may look up.
 *
 * @throws AuditTrailError `INVALID_RANGE`, `RANGE_TOO_WIDE`
 */
export function searchedRange(text: unknown): IpRange {
  const range = parseIpRange(text);
  if (range === null) {
    throw new AuditTrailError(
      'INVALID_RANGE',
      `The range is ${shapeOf(text)}, not an address or a range in CIDR notation; wanted one such as ` +
        '"203.0.113.0/24", "203.0.113.7" or "2001:db8::/64".',
      { value: text },
    );
  }
  const shortest = SHORTEST_PREFIX[range.family];
  if (range.prefixLength >= shortest) return range;
  throw new AuditTrailError(
    'RANGE_TOO_WIDE',
    `The range is an IPv${range.family} /${range.prefixLength}; wanted /${shortest} or narrower. Look up its parts.`,
    { value: text },
  );
}
