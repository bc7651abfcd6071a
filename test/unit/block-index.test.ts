import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { rangeOf } from '../../src/address/cidr.js';
import { parseIpAddress } from '../../src/address/ip-address.js';
import { buildBlockIndex } from '../../src/blocking/build-block-index.js';
import {
  bitsOf,
  byPrecedence,
  covers,
  decides,
  described,
  edgesOf,
  isLive,
  LAST_TICK,
  numberedRules,
  type NumberedRule,
  prefixOf,
  ruleOf,
  spelled,
  wordsOf,
} from './block-reference.js';

const RULE_SETS = 1_000;
/** In 8 runs the rarest decision, `deny-sign-up`, was one in eight: 16,500 or so of 134,000. */
const EACH_DECISION = 14_000;

const rangeOfRule = (rule: NumberedRule) =>
  rangeOf({ family: rule.family, words: wordsOf(rule) }, rule.prefixLength);
const descriptions = (rules: Iterable<NumberedRule>) => Array.from(rules, described);

describe('random rules within each other, of both families and with ends', () => {
  it('are matched as a look at one after the other finds', () => {
    let checks = 0;
    const decided = { allow: 0, deny: 0, 'deny-sign-up': 0, none: 0 };
    fc.assert(
      fc.property(numberedRules, fc.nat(), (rules, seed) => {
        const index = buildBlockIndex(rules, ruleOf);
        for (const [i, address] of rules.flatMap(edgesOf).entries()) {
          const nowMs = (seed + i * 5) % (LAST_TICK + 2);
          for (const purpose of ['any', 'sign-up'] as const) {
            const expected = decides(rules, address, purpose, nowMs);
            const text = spelled(address, seed + i);
            checks++;
            decided[expected?.effect ?? 'none']++;
            if (described(index.match(text, purpose, nowMs)) !== described(expected)) {
              throw new Error(`${text} at ${nowMs}, ${purpose}: wanted ${described(expected)}`);
            }
          }
        }
      }),
      { numRuns: RULE_SETS },
    );
    expect(checks).toBeGreaterThan(100_000);
    for (const count of Object.values(decided)) expect(count).toBeGreaterThan(EACH_DECISION);
  });

  it('are found around a range and within it', () => {
    let [around, within] = [0, 0];
    fc.assert(
      fc.property(numberedRules, numberedRules, fc.nat(LAST_TICK + 1), (rules, asked, nowMs) => {
        const index = buildBlockIndex(rules, ruleOf);
        const live = rules.filter((rule) => isLive(rule, nowMs));
        for (const one of asked) {
          const range = rangeOfRule(one);
          const outside = live.filter((rule) => covers(rule, one, one.prefixLength)).toSorted(byPrecedence);
          const inside = live.filter((rule) => covers(one, rule, rule.prefixLength));
          around += outside.length;
          within += inside.length;
          expect(descriptions(index.around(range, nowMs))).toEqual(descriptions(outside));
          expect(descriptions(index.within(range, nowMs)).toSorted()).toEqual(
            descriptions(inside).toSorted(),
          );
        }
      }),
      { numRuns: RULE_SETS / 10 },
    );
    expect(around).toBeGreaterThan(1_000);
    expect(within).toBeGreaterThan(1_000);
  });

  it('are listed so that the first that holds an address is the one that decides', () => {
    fc.assert(
      fc.property(numberedRules, fc.nat(LAST_TICK + 1), (rules, nowMs) => {
        const listed = [...buildBlockIndex(rules, ruleOf).innerFirst(nowMs)];
        expect(listed).toHaveLength(rules.filter((rule) => isLive(rule, nowMs)).length);
        for (const address of rules.flatMap(edgesOf)) {
          const first = listed.find((rule) => covers(rule, address)) ?? null;
          expect(described(first)).toBe(described(decides(rules, address, 'sign-up', nowMs)));
        }
      }),
      { numRuns: RULE_SETS / 10 },
    );
  });
});

it('matches among twenty thousand rules as a look at all of them finds', () => {
  const random = fc.sample(fc.bigInt(0n, (1n << 128n) - 1n), { numRuns: 20_000, seed: 7 });
  const rules = random.map((number, i): NumberedRule => {
    const family = i % 2 === 0 ? 4 : 6;
    const effect = (['deny', 'deny', 'allow'] as const)[i % 3] ?? 'deny';
    const kept = prefixOf(number, 6, bitsOf(family));
    return {
      family,
      number: kept,
      prefixLength: (i * 7) % (bitsOf(family) + 1) || 20,
      effect,
      expiresAtMs: i,
    };
  });
  const index = buildBlockIndex(rules, ruleOf);
  expect(index.size).toBe(rules.length);
  for (const [i, address] of rules
    .filter((_, at) => at % 50 === 0)
    .flatMap(edgesOf)
    .entries()) {
    const nowMs = (i * 37) % 20_000;
    expect(described(index.match(spelled(address, i), 'any', nowMs))).toBe(
      described(decides(rules, address, 'any', nowMs)),
    );
  }
});

describe('a rule', () => {
  const rule = (cidr: string, effect: NumberedRule['effect'], expiresAtMs: number | null = null) => {
    const [text = '', length = ''] = cidr.split('/');
    const address = parseIpAddress(text);
    if (address === null) throw new Error(`${text} is no address`);
    return { name: `${effect} ${cidr}`, address, prefixLength: Number(length), effect, expiresAtMs };
  };
  const indexOf = (...rules: ReturnType<typeof rule>[]) => buildBlockIndex(rules, (one) => one);

  it('counts at its last millisecond, and the rule around it decides in the next', () => {
    const index = indexOf(rule('203.0.113.0/24', 'deny'), rule('203.0.113.7/32', 'allow', 1_300));
    expect(index.match('203.0.113.7', 'any', 1_299)?.effect).toBe('allow');
    expect(index.match('203.0.113.7', 'any', 1_300)?.effect).toBe('allow');
    expect(index.match('203.0.113.7', 'any', 1_301)?.effect).toBe('deny');
    expect(index.match('203.0.113.8', 'any', 1_300)?.effect).toBe('deny');
  });

  it('that has ended alone leaves nothing', () => {
    const now = Date.UTC(2026, 10, 24);
    const index = indexOf(rule('203.0.113.7/32', 'deny', now));
    expect(index.match('203.0.113.7', 'any', now)?.effect).toBe('deny');
    expect(index.match('203.0.113.7', 'any', now + 1)).toBeNull();
  });

  it('of the same range gives way to allow, then to deny', () => {
    const [allow, deny, signUp] = [
      rule('203.0.113.0/24', 'allow', 10),
      rule('203.0.113.0/24', 'deny', 20),
      rule('203.0.113.0/24', 'deny-sign-up', 30),
    ];
    for (const rules of [
      [allow, deny, signUp],
      [signUp, deny, allow],
      [deny, signUp, allow],
    ]) {
      const index = indexOf(...rules);
      expect([10, 20, 30, 31].map((now) => index.match('203.0.113.7', 'sign-up', now))).toEqual([
        allow,
        deny,
        signUp,
        null,
      ]);
      expect(index.match('203.0.113.7', 'any', 30)).toBeNull();
    }
  });

  it('for sign-up does not stand before one for everything', () => {
    const index = indexOf(rule('203.0.113.0/24', 'deny'), rule('203.0.113.7/32', 'deny-sign-up'));
    expect(index.match('203.0.113.7', 'any', 0)?.effect).toBe('deny');
    expect(index.match('203.0.113.7', 'sign-up', 0)?.effect).toBe('deny-sign-up');
  });

  it.each([
    ['0.0.0.0/0', ['0.0.0.0', '203.0.113.7', '255.255.255.255', '::ffff:0.0.0.0'], ['::', '::1']],
    ['::/0', ['::', '2001:db8::7', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'], ['0.0.0.0', '::ffff:1.2.3.4']],
    ['0.0.0.0/32', ['0.0.0.0'], ['0.0.0.1', '255.255.255.255']],
    ['255.255.255.255/32', ['255.255.255.255'], ['255.255.255.254', '0.0.0.0']],
    ['255.0.0.0/8', ['255.0.0.0', '255.255.255.255'], ['254.255.255.255']],
    ['::/128', ['::', '0:0:0:0:0:0:0:0'], ['::1', '0.0.0.0']],
    [
      'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128',
      ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
      ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe', '::'],
    ],
    [
      '2001:db8:0:ffff::/64',
      ['2001:db8:0:ffff::', '2001:DB8:0:FFFF:ffff:ffff:ffff:ffff'],
      ['2001:db8:0:fffe:ffff:ffff:ffff:ffff', '2001:db8:1::'],
    ],
    [
      '2001:db8:ffff:ffff::/63',
      ['2001:db8:ffff:fffe::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
      ['2001:db9::'],
    ],
  ])('for %s holds its first and its last address and none beside', (cidr, inside, outside) => {
    const only = rule(cidr, 'deny');
    const index = indexOf(only);
    expect(inside.map((ip) => index.match(ip, 'any', 0))).toEqual(inside.map(() => only));
    expect(outside.map((ip) => index.match(ip, 'any', 0))).toEqual(outside.map(() => null));
  });

  it('matches an address that was read before, and tells a text that is none from one that is not listed', () => {
    const index = indexOf(rule('203.0.113.0/24', 'deny'), rule('2001:db8::/32', 'deny'));
    for (const text of ['203.0.113.7', '::ffff:cb00:7107', '2001:db8::7']) {
      const address = parseIpAddress(text);
      expect(address && index.match(address, 'any', 0)).toBe(index.match(text, 'any', 0));
    }
    expect(index.match('198.51.100.1', 'any', 0)).toBeNull();
    expect(['unknown', '', '203.0.113.7:80', '203.0.113.07'].map((ip) => index.match(ip, 'any', 0))).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('is not there while there is none', () => {
    const index = indexOf();
    expect(index.size).toBe(0);
    expect(index.match('203.0.113.7', 'any', 0)).toBeNull();
    expect(index.match('::', 'sign-up', 0)).toBeNull();
    expect([...index.innerFirst(0)]).toEqual([]);
  });
});
