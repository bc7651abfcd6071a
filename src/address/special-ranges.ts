import { type IpRange, parseIpRange } from './cidr.js';

/** What an address stands for, where it stands for more than one host or for none on the internet. */
export type SpecialUse = 'private' | 'loopback' | 'link-local' | 'carrier' | 'translator';

export interface SpecialRange {
  readonly use: SpecialUse;
  readonly range: IpRange;
}

const TEXTS: Readonly<Record<SpecialUse, readonly string[]>> = {
  /** RFC 1918 and RFC 4193. */
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  loopback: ['127.0.0.0/8', '::1/128'],
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  /** RFC 6598: what carriers use between themselves and the customers behind one address. */
  carrier: ['100.64.0.0/10'],
  /** NAT64 (RFC 6052), Teredo (RFC 4380) and 6to4 (RFC 3056). */
  translator: ['64:ff9b::/96', '2001::/32', '2002::/16'],
};

/** The ranges that say nothing about who someone is. */
export function specialRanges(): SpecialRange[] {
  return Object.entries(TEXTS).flatMap(([use, texts]) =>
    texts.flatMap((text) => {
      const range = parseIpRange(text);
      return range === null ? [] : [{ use: use as SpecialUse, range }];
    }),
  );
}
