import type { BlockPreview } from './block-preview.js';
import type { IpBlock } from './ip-block.js';

/** Something that staff may want to do about blocks. Nothing of it is ever done by itself. */
export interface BlockProposal {
  /**
   * `merge`: so much of a subnet is listed that one block could stand for all of it. `without-hits`: the block has
   * decided nothing for a year. `without-end`: it has no end and is older than a year.
   */
  kind: 'merge' | 'without-hits' | 'without-end';
  /** The subnet that would be blocked, or what the block that would be lifted covers. */
  range: string;
  /** The blocks that one would stand for, at most 100 of them; or the block that would be lifted. */
  blocks: IpBlock[];
  /** `merge` only: how much of the subnet is listed, in addresses (IPv4) or /72 (IPv6). */
  listed: { units: number; of: number } | null;
  /** Whom following it would hit, or let in again; `null` where nobody said who asks. */
  preview: BlockPreview | null;
}

/** What is proposed; the subnets with most of them listed first, then the oldest blocks. */
export interface BlockProposals {
  items: BlockProposal[];
  /** Whether there are more. */
  truncated: boolean;
}
