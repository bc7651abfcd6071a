import * as fc from 'fast-check';
import type { BlockEffect, BlockPurpose, BlockRule } from '../../src/blocking/block-rule.js';

/** A rule for the plain reading below: addresses as numbers. */
export interface NumberedRule {
  readonly family: 4 | 6;
  readonly number: bigint;
  readonly prefixLength: number;
  readonly effect: BlockEffect;
  readonly expiresAtMs: number | null;
}

export interface NumberedAddress {
  readonly family: 4 | 6;
  readonly number: bigint;
}

export const bitsOf = (family: 4 | 6) => (family === 4 ? 32 : 128);
export const prefixOf = (number: bigint, family: 4 | 6, length: number) =>
  number >> BigInt(bitsOf(family) - length);

export const covers = (rule: NumberedRule, { family, number }: NumberedAddress, length = bitsOf(family)) =>
  rule.family === family &&
  rule.prefixLength <= length &&
  prefixOf(rule.number, family, rule.prefixLength) === prefixOf(number, family, rule.prefixLength);

export const isLive = ({ expiresAtMs }: NumberedRule, nowMs: number) =>
  expiresAtMs === null || nowMs <= expiresAtMs;

/** The order in which rules decide, written down as the documentation says it. */
export function byPrecedence(a: NumberedRule, b: NumberedRule): number {
  const order = ['allow', 'deny', 'deny-sign-up'];
  const end = ({ expiresAtMs }: NumberedRule) => expiresAtMs ?? 1e9;
  return (
    b.prefixLength - a.prefixLength || order.indexOf(a.effect) - order.indexOf(b.effect) || end(b) - end(a)
  );
}

/** Looks at one rule after the other. */
export function decides(
  rules: readonly NumberedRule[],
  address: NumberedAddress,
  purpose: BlockPurpose,
  nowMs: number,
): NumberedRule | null {
  const counting = rules.filter(
    (rule) =>
      covers(rule, address) &&
      isLive(rule, nowMs) &&
      (purpose === 'sign-up' || rule.effect !== 'deny-sign-up'),
  );
  return counting.toSorted(byPrecedence)[0] ?? null;
}

/** Two rules that nobody can tell apart have one description. */
export function described(rule: NumberedRule | null | undefined): string {
  if (!rule) return String(rule);
  const { family, number, prefixLength, effect, expiresAtMs } = rule;
  return [family, prefixOf(number, family, prefixLength), prefixLength, effect, expiresAtMs].join('|');
}

export function wordsOf({ family, number }: NumberedAddress): number[] {
  const shifts = family === 4 ? [0n] : [96n, 64n, 32n, 0n];
  return shifts.map((shift) => Number((number >> shift) & 0xffffffffn));
}

/** Host bits and all: the index is to cut them off. */
export const ruleOf = (rule: NumberedRule): BlockRule => ({
  address: { family: rule.family, words: wordsOf(rule) },
  prefixLength: rule.prefixLength,
  effect: rule.effect,
  expiresAtMs: rule.expiresAtMs,
});

/** One of several spellings of the same address. */
export function spelled({ family, number }: NumberedAddress, how: number): string {
  const hex = number.toString(16).padStart(32, '0').match(/.{4}/g) ?? [];
  if (family === 6) {
    if (how % 3 === 0) return hex.join(':');
    const short = hex.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
    return how % 3 === 1 ? short.replace(/(^|:)0(:0)+(:|$)/, '::').toUpperCase() : `${short}%eth0`;
  }
  const dotted = [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 255n).join('.');
  if (how % 3 === 0) return dotted;
  return how % 3 === 1 ? `::ffff:${dotted}` : `0:0:0:0:0:FFFF:${hex[6]}:${hex[7]}`;
}

/** Few points and every length of prefix, so that rules lie within each other; points at both ends of all addresses. */
const POINTS = {
  4: [0n, 0xcb007107n, 0xcb0071ffn, 0xffffffffn],
  6: [0n, 0x20010db8_00000000_00000000_00000007n, 0x20010db8_00000000_ffffffff_ffffffffn, (1n << 128n) - 1n],
} as const;

const address: fc.Arbitrary<NumberedAddress> = fc
  .record({
    family: fc.constantFrom<4 | 6>(4, 6),
    point: fc.nat(3),
    flip: fc.bigInt(0n, 127n),
    far: fc.nat(9),
  })
  .map(({ family, point, flip, far }) => {
    // One in ten lies anywhere near the top, the others next to a point.
    const moved = far === 0 ? flip << BigInt(bitsOf(family) - 7) : flip % 8n;
    return { family, number: (POINTS[family][point] ?? 0n) ^ moved };
  });

export const LAST_TICK = 8;

/** Without the bias of the library towards its first constants, which would have nearly all rules allow. */
export const numberedRules: fc.Arbitrary<NumberedRule[]> = fc.noBias(
  fc.array(
    fc
      .record({
        address,
        length: fc.nat(128),
        effect: fc.constantFrom<BlockEffect>('allow', 'deny', 'deny-sign-up'),
        expiresAtMs: fc.option(fc.integer({ min: 0, max: LAST_TICK }), { freq: 2 }),
      })
      .map(({ address: { family, number }, length, effect, expiresAtMs }) => ({
        family,
        number,
        prefixLength: Math.round((length / 128) * bitsOf(family)),
        effect,
        expiresAtMs,
      })),
    { minLength: 14, maxLength: 24 },
  ),
);

/** The first and the last address of a rule, and their neighbours outside. */
export function edgesOf(rule: NumberedRule): NumberedAddress[] {
  const { family, prefixLength } = rule;
  const size = 1n << BigInt(bitsOf(family) - prefixLength);
  const first = prefixOf(rule.number, family, prefixLength) * size;
  const highest = (1n << BigInt(bitsOf(family))) - 1n;
  return [first - 1n, first, first + size - 1n, first + size]
    .filter((number) => number >= 0n && number <= highest)
    .map((number) =>
      isMapped(family, number) ? { family: 4, number: number & 0xffffffffn } : { family, number },
    );
}

/** `::ffff:0:0/96`: the addresses that are IPv4, however they are written. */
const isMapped = (family: 4 | 6, number: bigint) => family === 6 && number >> 32n === 0xffffn;
