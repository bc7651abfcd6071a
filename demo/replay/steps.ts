import type { SimulatedEvent } from '../community/simulate.mjs';

/** One request that a simulated member sends. */
export interface Step {
  readonly userId: string;
  readonly ip: string;
  readonly what: 'register' | 'log in' | SimulatedEvent['action'];
}

/** The simulated actions in their order; before their first one, members register and log in from where they are. */
export function stepsOf(events: readonly SimulatedEvent[]): Step[] {
  const known = new Set<string>();
  return events.flatMap(({ userId, ip, action }) => {
    const acts: Step = { userId, ip, what: action };
    if (known.has(userId)) return [acts];
    known.add(userId);
    return [{ userId, ip, what: 'register' }, { userId, ip, what: 'log in' }, acts];
  });
}
