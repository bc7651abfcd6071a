import { describe, expect, it } from '@jest/globals';
import {
  neighbourhood,
  overlapMs,
  placesOf,
  spansAt,
  useBy,
} from '../../../src/investigation/linked-accounts/places.js';
import { DAY_MS, network, prefix, usesOf } from './given.js';

/** The places of `anna`: their networks, and who else was there. */
const placed = (...networks: ReturnType<typeof network>[]) =>
  placesOf('anna', networks).map((place) => [place.networks.map((one) => one.network), [...place.others]]);

const at = (ip: string, ...users: string[]) =>
  network(ip, Object.fromEntries(['anna', ...users].map((user) => [user, [1, 2] as const])));

describe('the places of an account', () => {
  it('are one for each IPv4 /24 and IPv6 /48, with everybody else who was there', () => {
    expect(placed(at('203.0.113.7', 'bert'), at('203.0.113.9', 'carl'), at('203.0.114.7', 'dora'))).toEqual([
      [
        [prefix('203.0.113.7'), prefix('203.0.113.9')],
        ['bert', 'carl'],
      ],
      [[prefix('203.0.114.7')], ['dora']],
    ]);
    expect(placed(at('2001:db8:1:1::7', 'bert'), at('2001:db8:1:2::7'), at('2001:db8:2:1::7'))).toEqual([
      [[prefix('2001:db8:1:1::7'), prefix('2001:db8:1:2::7')], ['bert']],
      [[prefix('2001:db8:2:1::7')], []],
    ]);
  });

  it('have an IPv6 half: the one whose users are most like those of the IPv4 half', () => {
    expect(
      placed(
        at('203.0.113.7', 'bert', 'carl', 'dora', 'emil'),
        at('198.51.100.7', 'bert', 'carl'),
        at('2001:db8:1:1::7', 'bert', 'carl', 'fred'),
      ),
    ).toEqual([
      [[prefix('203.0.113.7')], ['bert', 'carl', 'dora', 'emil']],
      [
        [prefix('198.51.100.7'), prefix('2001:db8:1:1::7')],
        ['bert', 'carl', 'fred'],
      ],
    ]);
  });

  it('compare each half with who was there before any other half was joined', () => {
    const homes = [at('203.0.113.7', 'bert'), at('198.51.100.7', 'carl')];
    const [first, second] = placed(
      ...homes,
      at('2001:db8:1:1::7', 'bert', 'dora', 'emil', 'fred'),
      at('2001:db8:2:1::7', 'dora', 'emil', 'fred', 'carl'),
    );
    expect(first?.[0]).toEqual([prefix('203.0.113.7'), prefix('2001:db8:1:1::7')]);
    expect(second?.[0]).toEqual([prefix('198.51.100.7'), prefix('2001:db8:2:1::7')]);
  });

  it('take an IPv6 network that nobody else uses for the half of the quietest', () => {
    const [, quiet] = placed(at('203.0.113.7', 'bert', 'carl'), at('198.51.100.7'), at('2001:db8:1:1::7'));
    expect(quiet?.[0]).toEqual([prefix('198.51.100.7'), prefix('2001:db8:1:1::7')]);
  });

  it('lie in the neighbourhood of their addresses', () => {
    expect(neighbourhood(prefix('203.0.113.7'))).toBe(neighbourhood(prefix('203.0.113.255')));
    expect(neighbourhood(prefix('203.0.113.7'))).not.toBe(neighbourhood(prefix('203.0.112.7')));
    expect(neighbourhood(prefix('2001:db8:1::7'))).toBe(neighbourhood(prefix('2001:db8:1:ffff::7')));
    expect(neighbourhood(prefix('2001:db8:1::7'))).not.toBe(neighbourhood(prefix('2001:db8:2::7')));
  });
});

describe('the stretches of time at a place', () => {
  const home = network('203.0.113.7', { anna: [1, 3], bert: [2, 9], carl: [0, 20] });
  const half = network('2001:db8:1:1::7', { anna: [5, 30] });
  const place = (...networks: ReturnType<typeof network>[]) => ({ networks, others: new Set<string>() });

  it('span what the accounts did on each network, and nothing of others', () => {
    expect(spansAt(place(home), ['anna', 'bert'])).toEqual([{ firstMs: DAY_MS, lastMs: 9 * DAY_MS }]);
    expect(spansAt(place(home), ['dora'])).toEqual([]);
  });

  it('are those of IPv4, where the place has it', () => {
    expect(spansAt(place(half, home), ['anna'])).toEqual([{ firstMs: DAY_MS, lastMs: 3 * DAY_MS }]);
    expect(spansAt(place(half), ['anna'])).toEqual([{ firstMs: 5 * DAY_MS, lastMs: 30 * DAY_MS }]);
  });

  it('overlap, or have time between them', () => {
    const span = (firstMs: number, lastMs: number) => ({ firstMs, lastMs });
    expect(overlapMs(span(1, 5), span(3, 9))).toBe(2);
    expect(overlapMs(span(3, 9), span(1, 5))).toBe(2);
    expect(overlapMs(span(1, 9), span(3, 5))).toBe(2);
    expect(overlapMs(span(1, 3), span(5, 9))).toBe(-2);
  });

  it('are known of each user', () => {
    const uses = usesOf({ anna: [1, 2], bert: [3, 4] });
    expect(useBy('bert', uses)).toEqual({ userId: 'bert', firstMs: 3 * DAY_MS, lastMs: 4 * DAY_MS });
    expect(useBy('carl', uses)).toBeUndefined();
  });
});
