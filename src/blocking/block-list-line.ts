import { type IpRange, parseIpRange } from '../address/cidr.js';
import { parseIpAddress } from '../address/ip-address.js';
import { cidrsBetween } from './cidrs-between.js';

/** A line of some 100 characters can be read; what is longer is no list of addresses. */
const LONGEST_LINE = 1_000;
const COMMENT = /[#;]/;
/** Misago's wildcards: `1.2.3.*` and `1.2.*`, also written `1.2.*.*`. */
const WILDCARD = /^((?:\d{1,3}\.){1,3})\*(?:\.\*)*$/;

/**
 * Reads one line of a list: an address, a range in CIDR notation, the first and the last address with a hyphen
 * between them, or IPv4 with `*` for what is left open. What follows `#` or `;` is a comment; white space around an
 * address, a line break and a byte order mark are passed over.
 *
 * @returns the ranges, none for an empty line; `null` where the line cannot be read
 */
export function readBlockListLine(line: string): readonly IpRange[] | null {
  if (line.length > LONGEST_LINE) return isComment(line) ? [] : null;
  const comment = line.search(COMMENT);
  // trim() takes the byte order mark for white space.
  const text = (comment === -1 ? line : line.slice(0, comment)).trim();
  if (text === '') return [];
  const range = parseIpRange(text) ?? wildcardRange(text);
  return range === null ? fromTo(text) : [range];
}

const isComment = (line: string) => /^\s*[#;]/.test(line);

function wildcardRange(text: string): IpRange | null {
  const fixed = WILDCARD.exec(text)?.[1]?.split('.').slice(0, -1);
  if (fixed === undefined) return null;
  const stars = text.split('*').length - 1;
  if (fixed.length + stars > 4) return null;
  const zeros = Array<string>(4 - fixed.length).fill('0');
  return parseIpRange(`${[...fixed, ...zeros].join('.')}/${fixed.length * 8}`);
}

function fromTo(text: string): readonly IpRange[] | null {
  const hyphen = text.indexOf('-');
  if (hyphen === -1) return null;
  const first = parseIpAddress(text.slice(0, hyphen).trimEnd());
  const last = parseIpAddress(text.slice(hyphen + 1).trimStart());
  return first === null || last === null ? null : cidrsBetween(first, last);
}
