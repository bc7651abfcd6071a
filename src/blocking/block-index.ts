import { readIpWords } from '../address/ip-words.js';
import type { IpAddress } from '../address/ip-address.js';
import type { IpRange } from '../address/cidr.js';
import { addressOfKey } from '../address/sortable-key.js';
import type { BlockPurpose } from './block-rule.js';
import type { FamilyIndex } from './family-index.js';

/**
 * Rules as they stood when the index was built, for questions that are answered at once from memory. Which of them
 * have ended is seen from the time that a question brings along: a rule still counts at its last millisecond.
 */
export class BlockIndex<T> {
  private readonly words = new Uint32Array(4);

  constructor(
    private readonly ipv4: FamilyIndex<T>,
    private readonly ipv6: FamilyIndex<T>,
  ) {}

  /** Rules, those that have ended included. */
  get size(): number {
    return this.ipv4.size + this.ipv6.size;
  }

  /**
   * The rule that decides for an address: of the live ones that count for the purpose the one with the longest
   * prefix; of equal ranges `allow`, then `deny`, then `deny-sign-up`.
   *
   * @param ip any spelling that `parseIpAddress` takes, or what it made of it
   * @returns its reference; `null` where there is none, `undefined` where the text is no address
   */
  match(ip: string | IpAddress, purpose: BlockPurpose, nowMs: number): T | null | undefined {
    const { words } = this;
    if (typeof ip !== 'string') {
      // A loop, since Uint32Array.set() of an array takes as long as all the rest.
      for (let i = 0; i < ip.words.length; i++) words[i] = ip.words[i] ?? 0;
      return this.family(ip.family).match(words, purpose, nowMs);
    }
    const family = readIpWords(ip, words);
    return family === 0 ? undefined : this.family(family).match(words, purpose, nowMs);
  }

  /** The live rules that cover the whole range, itself included, most specific first. */
  around(range: IpRange, nowMs: number): T[] {
    return this.family(range.family).around(addressOfKey(range.first).words, range.prefixLength, nowMs);
  }

  /** The live rules within the range, itself included, in the order of addresses, an outer one before an inner. */
  within(range: IpRange, nowMs: number): Generator<T> {
    const [first, last] = [addressOfKey(range.first).words, addressOfKey(range.last).words];
    return this.family(range.family).within(first, last, range.prefixLength, nowMs);
  }

  /** All live rules, IPv4 first, each before those that surround it: the order in which a first match decides. */
  *innerFirst(nowMs: number): Generator<T> {
    yield* this.ipv4.innerFirst(nowMs);
    yield* this.ipv6.innerFirst(nowMs);
  }

  private family(family: 4 | 6): FamilyIndex<T> {
    return family === 4 ? this.ipv4 : this.ipv6;
  }
}
