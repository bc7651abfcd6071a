const DOT = 46;
const COLON = 58;
const PERCENT = 37;
const GROUPS = 8;
/** What a zone may be made of; a zone names an interface of one machine and says nothing about the address. */
const ZONE = /^[0-9A-Za-z.:-]+$/;

/**
 * Reads one address into numbers without allocating; `parseIpAddress` says what an address is.
 *
 * @param words takes unsigned 32-bit integers in network order: the first for IPv4, all four for IPv6; what it
 *   holds afterwards means nothing where the text is refused
 * @returns the family, or 0 where the text is no address
 */
export function readIpWords(text: string, words: Uint32Array): 0 | 4 | 6 {
  const word = ipv4Word(text);
  if (word !== -1) {
    words[0] = word;
    return 4;
  }
  if (!readIpv6(text, words)) return 0;
  const isMapped = words[0] === 0 && words[1] === 0 && words[2] === 0xffff;
  if (!isMapped) return 6;
  words[0] = words[3] ?? 0;
  return 4;
}

/** Reads IPv4 in dotted decimals as an unsigned 32-bit integer, or answers -1. */
export function ipv4Word(text: string): number {
  return dottedQuad(text, 0, text.length);
}

/** The number of four decimals without leading zeros, or -1. */
function dottedQuad(text: string, from: number, end: number): number {
  let word = 0;
  let dots = 0;
  let part = -1;
  for (let at = from; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === DOT) {
      if (part === -1 || ++dots > 3) return -1;
      word = word * 256 + part;
      part = -1;
      continue;
    }
    const digit = code - 48;
    if (digit < 0 || digit > 9 || part === 0) return -1;
    part = part === -1 ? digit : part * 10 + digit;
    if (part > 255) return -1;
  }
  return dots === 3 && part !== -1 ? word * 256 + part : -1;
}

/** Packs the groups as they come; what stood behind `::` is moved to the end when the last one is known. */
function readIpv6(text: string, words: Uint32Array): boolean {
  let count = 0;
  let gap = -1;
  let group = 0;
  let digits = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const digit = hexDigit(code);
    if (digit !== -1) {
      group = (group << 4) | digit;
      if (++digits > 4) return false;
    } else if (code === COLON) {
      if (at === 0) {
        if (text.charCodeAt(1) !== COLON) return false;
      } else if (digits === 0) {
        if (gap !== -1) return false;
        gap = count;
      } else {
        if (count === GROUPS) return false;
        setGroup(words, count++, group);
        group = 0;
        digits = 0;
      }
    } else {
      break;
    }
  }
  if (text.charCodeAt(at) === DOT) {
    const start = at - digits;
    at = endOfAddress(text, at);
    const word = dottedQuad(text, start, at);
    if (word === -1 || count > GROUPS - 2) return false;
    setGroup(words, count++, word >>> 16);
    setGroup(words, count++, word & 0xffff);
  } else if (digits > 0) {
    if (count === GROUPS) return false;
    setGroup(words, count++, group);
  } else if (gap !== count) {
    return false;
  }
  if (at < text.length && !isZone(text, at)) return false;
  if (gap === -1) return count === GROUPS;
  if (count === GROUPS) return false;
  spread(words, gap, count);
  return true;
}

const isZone = (text: string, at: number) => text.charCodeAt(at) === PERCENT && ZONE.test(text.slice(at + 1));

function endOfAddress(text: string, from: number): number {
  const zone = text.indexOf('%', from);
  return zone === -1 ? text.length : zone;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** Groups are set in order: the first of a word also clears what it held. */
function setGroup(words: Uint32Array, group: number, value: number): void {
  const word = group >> 1;
  words[word] = group & 1 ? (words[word] ?? 0) | value : value << 16;
}

function groupAt(words: Uint32Array, group: number): number {
  const word = words[group >> 1] ?? 0;
  return group & 1 ? word & 0xffff : word >>> 16;
}

/** Leaves the groups before `gap` where they are, ends with the `count - gap` others, and puts zeros between. */
function spread(words: Uint32Array, gap: number, count: number): void {
  const moved = GROUPS - count;
  for (let word = 3; word >= 0; word--) {
    words[word] =
      (spreadGroup(words, word * 2, gap, moved) << 16) | spreadGroup(words, word * 2 + 1, gap, moved);
  }
}

function spreadGroup(words: Uint32Array, group: number, gap: number, moved: number): number {
  if (group < gap) return groupAt(words, group);
  return group >= gap + moved ? groupAt(words, group - moved) : 0;
}
