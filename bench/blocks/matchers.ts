import { BlockList } from 'node:net';
import { getMatch } from 'ip-matching';
import ipaddr from 'ipaddr.js';
import { buildBlockIndex } from '../../src/blocking/build-block-index.js';
import type { BenchBlock } from './random-blocks.js';

/** Takes an address as text, and says whether a rule of the list holds it. */
export type Matcher = (ip: string) => boolean;

/** Each package in the way that its documentation shows; all rules read beforehand. */
export const MATCHERS = {
  ours: (blocks) => {
    const index = buildBlockIndex(blocks, (block) => block);
    const nowMs = Date.now();
    return (ip) => (index.match(ip, 'any', nowMs) ?? null) !== null;
  },
  'net.BlockList': (blocks) => {
    const list = new BlockList();
    for (const { address, prefixLength, text } of blocks) {
      const network = text.slice(0, text.indexOf('/'));
      list.addSubnet(network, prefixLength, address.family === 4 ? 'ipv4' : 'ipv6');
    }
    return (ip) => list.check(ip, ip.includes(':') ? 'ipv6' : 'ipv4');
  },
  'ipaddr.js': (blocks) => {
    const subnets = blocks.map(({ text }) => ipaddr.parseCIDR(text));
    return (ip) => ipaddr.subnetMatch(ipaddr.process(ip), { listed: subnets }, '') === 'listed';
  },
  'ip-matching': (blocks) => {
    const matches = blocks.map(({ text }) => getMatch(text));
    return (ip) => matches.some((match) => match.matches(ip));
  },
} satisfies Readonly<Record<string, (blocks: readonly BenchBlock[]) => Matcher>>;

export type MatcherName = keyof typeof MATCHERS;
