import { ipv4Word, readIpWords } from './ip-words.js';

/**
 * An IP address as numbers: `words` are unsigned 32-bit integers in network order, one for IPv4 and four for IPv6.
 * An IPv4-mapped IPv6 address (`::ffff:203.0.113.7`) is always held as the IPv4 address that it is.
 */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly words: readonly number[];
}

/**
 * Reads one address in any standard spelling, or answers `null`.
 *
 * What `net.isIP` of Node 20 takes is an address: octal, hexadecimal and short IPv4 forms, ports, brackets and white
 * space are none. An IPv6 zone (`%eth0`) is dropped.
 */
export function parseIpAddress(text: unknown): IpAddress | null {
  if (typeof text !== 'string') return null;
  const word = ipv4Word(text);
  if (word !== -1) return { family: 4, words: [word] };
  const words = new Uint32Array(4);
  const family = readIpWords(text, words);
  if (family === 0) return null;
  const [first = 0, second = 0, third = 0, fourth = 0] = words;
  return { family, words: family === 4 ? [first] : [first, second, third, fourth] };
}

/** The canonical text: dotted decimal for IPv4, RFC 5952 for IPv6. */
export function formatIpAddress({ family, words }: IpAddress): string {
  return family === 4 ? formatIpv4(words[0] ?? 0) : formatIpv6(words);
}

function formatIpv4(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

function formatIpv6(words: readonly number[]): string {
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  const gap = longestZeroRun(groups);
  if (gap.length < 2) return hexGroups(groups);
  return `${hexGroups(groups.slice(0, gap.start))}::${hexGroups(groups.slice(gap.start + gap.length))}`;
}

function hexGroups(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(':');
}

/** RFC 5952, 4.2: the longest run of zero groups is shortened, of equal runs the first. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
