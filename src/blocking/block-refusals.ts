import { addressCountOf, type IpRange, rangeContains, rangesOverlap } from '../address/cidr.js';
import type { IpAddress } from '../address/ip-address.js';
import { keyOfAddress } from '../address/sortable-key.js';
import { type SpecialRange, specialRanges, type SpecialUse } from '../address/special-ranges.js';

/** The shortest prefix that a block may have: with IPv4 65,536 addresses, with IPv6 all that a provider is given. */
const SHORTEST_PREFIX = { 4: 16, 6: 32 } as const;
const BITS = { 4: 32, 6: 128 } as const;
const FORCE = 'or pass force: true if you mean it';

const WHY_SPECIAL: Readonly<Record<SpecialUse, string>> = {
  private: `private addresses, which belong to machines beside the server, such as its proxy; let the HTTP server trust the proxy so that clients keep their own addresses, ${FORCE}`,
  loopback: `loopback addresses, which belong to the server itself; let the HTTP server trust the proxy in front of it so that clients keep their own addresses, ${FORCE}`,
  'link-local': `link-local addresses, which belong to machines on the server's own wire; let the HTTP server trust the proxy so that clients keep their own addresses, ${FORCE}`,
  carrier: `100.64.0.0/10, which carriers use inside their networks, so that it stands for many customers; block the address that the internet sees, ${FORCE}`,
  translator: `a translator between IPv4 and IPv6, behind which are strangers; block single addresses of it, ${FORCE}`,
};

/** What is known of somebody who asks for a block. */
export interface BlockRequester {
  /** Where they act from, so that they do not lock themselves out; `null`: not known. */
  readonly staffIp: IpAddress | null;
  /** Whether all but `neverBlock` is to be let pass. */
  readonly force: boolean;
}

/** Says which ranges no rule may deny: those in which it would hit the wrong people. A rule that allows may be anywhere. */
export class BlockRefusals {
  private readonly special: readonly SpecialRange[] = specialRanges();

  /** @param neverBlock ranges that are refused even with `force` */
  constructor(private readonly neverBlock: readonly IpRange[]) {}

  /**
   * @param ranges what one rule, or one line of a list, is to deny, as ranges that do not overlap
   * @returns the sentence for `NOT_BLOCKABLE`: why, and what to do; `null` where nothing speaks against it
   */
  sentence(ranges: readonly IpRange[], { staffIp, force }: BlockRequester): string | null {
    const never = this.neverBlock.findIndex((one) => ranges.some((range) => rangesOverlap(range, one)));
    if (never !== -1) {
      return `The range covers addresses of neverBlock[${never}], which no block may, not even with force; block a range beside it, or take it out of the module's option "neverBlock".`;
    }
    return force ? null : (tooWide(ranges) ?? this.ofSpecialUse(ranges) ?? ownAddress(ranges, staffIp));
  }

  private ofSpecialUse(ranges: readonly IpRange[]): string | null {
    const found = this.special.find(({ use, range: special }) =>
      ranges.some(
        (range) =>
          rangesOverlap(range, special) && (use !== 'translator' || range.prefixLength < BITS[range.family]),
      ),
    );
    return found === undefined ? null : `The range covers ${WHY_SPECIAL[found.use]}.`;
  }
}

/** Ranges that come from one line count together: two /17 are as wide as a /16. */
function tooWide(ranges: readonly IpRange[]): string | null {
  const [first] = ranges;
  if (first === undefined) return null;
  const { family } = first;
  const shortest = SHORTEST_PREFIX[family];
  const addresses = ranges.reduce((sum, range) => sum + addressCountOf(range), 0n);
  if (addresses <= 1n << BigInt(BITS[family] - shortest)) return null;
  const came = ranges.length === 1 ? `a /${first.prefixLength}, ` : '';
  return `The range is ${came}wider than /${shortest}, the widest of IPv${family} that a block may cover; block the networks that the trouble comes from, ${FORCE}.`;
}

function ownAddress(ranges: readonly IpRange[], staffIp: IpAddress | null): string | null {
  if (staffIp === null) return null;
  const key = keyOfAddress(staffIp);
  if (!ranges.some((range) => rangeContains(range, key))) return null;
  return `The range covers the address that you act from, so that you would lock yourself out; block a range beside it, ${FORCE}.`;
}
