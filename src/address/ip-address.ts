import { isIP } from 'node:net';

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
 * `net.isIP` decides what an address is: octal, hexadecimal and short IPv4 forms, ports, brackets and white space
 * are none. An IPv6 zone (`%eth0`) is dropped.
 */
export function parseIpAddress(text: unknown): IpAddress | null {
  if (typeof text !== 'string') return null;
  const family = isIP(text);
  if (family === 4) return { family: 4, words: [wordOfDottedQuad(text)] };
  if (family === 6) return unmapped(wordsOfIpv6(text));
  return null;
}

/** The canonical text: dotted decimal for IPv4, RFC 5952 for IPv6. */
export function formatIpAddress({ family, words }: IpAddress): string {
  return family === 4 ? formatIpv4(words[0] ?? 0) : formatIpv6(words);
}

function unmapped(words: readonly number[]): IpAddress {
  const mapped = words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
  return mapped ? { family: 4, words: [words[3] ?? 0] } : { family: 6, words };
}

function wordOfDottedQuad(text: string): number {
  let word = 0;
  let part = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      word = word * 256 + part;
      part = 0;
    } else {
      part = part * 10 + code - 48;
    }
  }
  return word * 256 + part;
}

/** Expects what `net.isIP` has called IPv6. */
function wordsOfIpv6(text: string): number[] {
  const zone = text.indexOf('%');
  const address = zone === -1 ? text : text.slice(0, zone);
  const gap = address.indexOf('::');
  if (gap === -1) return pairUp(groupsOf(address));
  const head = groupsOf(address.slice(0, gap));
  const tail = groupsOf(address.slice(gap + 2));
  return pairUp([...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail]);
}

/** The 16-bit groups of a piece without `::`; a dotted quad at its end counts as two. */
function groupsOf(piece: string): number[] {
  if (piece === '') return [];
  return piece.split(':').flatMap((group) => {
    if (!group.includes('.')) return Number.parseInt(group, 16);
    const word = wordOfDottedQuad(group);
    return [word >>> 16, word & 0xffff];
  });
}

function pairUp(groups: readonly number[]): number[] {
  return [0, 2, 4, 6].map((i) => (groups[i] ?? 0) * 0x10000 + (groups[i + 1] ?? 0));
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
