import { parseIpAddress } from '../address/ip-address.js';

/** What stands where an address stood. */
const ADDRESS_TAKEN_OUT = '[address]';

/** Hexadecimal digits, colons and dots: what an IPv6 address is written with. Two colons are in each. */
const IPV6_CHARACTERS = /[0-9a-f.]*:[0-9a-f.:]*:[0-9a-f.:]*/gi;
/** Eight groups with leading zeros, the last two as a dotted quad with leading zeros. */
const LONGEST_IPV6 = 45;
const ZONE_AND_PREFIX = /^(?:%[\w.~-]+)?(?:\/\d{1,3})?/;

/** A dotted quad as people write it: with zeros before, dots in brackets, or a wildcard for the last numbers. */
const DOTTED_QUAD = /\d{1,3}(?:(?:\.|\[\.\]|\(\.\))(?:\d{1,3}|\*|x(?![0-9a-z]))){3}\d*(?:\/\d{1,2}(?!\d))?/gi;

/**
 * Puts `[address]` in the place of every IPv4 and IPv6 address and range, in any spelling. What only looks like one,
 * such as a version of four numbers, goes too: nobody can tell them apart.
 */
export function withoutAddresses(text: string): string {
  return withoutIpv6(text).replace(DOTTED_QUAD, ADDRESS_TAKEN_OUT);
}

function withoutIpv6(text: string): string {
  let result = '';
  let done = 0;
  for (const { index, 0: run } of text.matchAll(IPV6_CHARACTERS)) {
    let at = 0;
    while (at < run.length) {
      const length = lengthOfIpv6At(run, at);
      const start = index + at;
      if (length === 0 || isBareGap(text, start, length)) {
        at++;
        continue;
      }
      result += text.slice(done, start) + ADDRESS_TAKEN_OUT;
      done = start + length;
      done += ZONE_AND_PREFIX.exec(text.slice(done))?.[0].length ?? 0;
      at = done - index;
    }
  }
  return result + text.slice(done);
}

/** The length of the longest IPv6 address that begins there, or 0. */
function lengthOfIpv6At(run: string, at: number): number {
  for (let end = Math.min(run.length, at + LONGEST_IPV6); end > at + 1; end--) {
    const candidate = run.slice(at, end);
    if (candidate.includes(':') && parseIpAddress(candidate) !== null) return end - at;
  }
  return 0;
}

/** `::` alone is the address of nobody, and the middle of `std::string`. */
function isBareGap(text: string, start: number, length: number): boolean {
  return length === 2 && /\w/.test(text[start - 1] ?? '') && /\w/.test(text[start + 2] ?? '');
}
