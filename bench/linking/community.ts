import type * as Simulation from '../../demo/community/simulate.mjs';

const { simulate } = (await import(
  new URL('../../../demo/community/simulate.mjs', import.meta.url).href
)) as typeof Simulation;

const DAY_MS = 86_400_000;

/** What each regime adds to a community; `demo/community/simulate.mjs` tells what a switch does. */
export const REGIMES: Readonly<Record<string, readonly string[]>> = {
  none: [],
  cgnat: ['cgnat'],
  movingPrefix: ['movingPrefix'],
  visits: ['visits'],
  sequential: ['sequential'],
  oneSitting: ['oneSitting'],
  quiet: ['quiet'],
  'cgnat,movingPrefix,visits': ['cgnat', 'movingPrefix', 'visits'],
};

export interface Community extends Simulation.SimulatedCommunity {
  /** Every account that acted. */
  readonly acted: readonly string[];
}

/** A community of 60 days that end with yesterday, so that nothing in it has expired. */
export function communityOf(regime: string, seed: number, users: number): Community {
  const on = REGIMES[regime];
  if (on === undefined) throw new Error(`No regime ${regime}; there are: ${Object.keys(REGIMES).join('; ')}`);
  const community = simulate({ seed, users, end: Math.floor(Date.now() / DAY_MS) * DAY_MS, on });
  return { ...community, acted: [...new Set(community.events.map(({ userId }) => userId))] };
}
