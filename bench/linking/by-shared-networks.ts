import type { SimulatedEvent } from '../../demo/community/simulate.mjs';
import type { Rank } from './evaluate.js';

/**
 * What others do: the accounts on the same networks (IPv4 address, IPv6 /64), each network counted with a weight, from
 * everything that is kept and with nothing left out.
 */
export class SharedNetworks {
  private readonly networks = new Map<string, Set<string>>();
  private readonly users = new Map<string, Set<string>>();

  constructor(events: Iterable<SimulatedEvent>) {
    for (const { userId, ip } of events) {
      const network = ip.includes(':') ? ip.split(':').slice(0, 4).join(':') : ip;
      add(this.networks, network, userId);
      add(this.users, userId, network);
    }
  }

  /** @param weight of a network with so many users */
  by(weight: (users: number) => number): Rank {
    return async (userId) => {
      const score = new Map<string, number>();
      for (const network of this.users.get(userId) ?? []) {
        const users = this.networks.get(network) ?? new Set();
        for (const other of users) {
          if (other !== userId) score.set(other, (score.get(other) ?? 0) + weight(users.size));
        }
      }
      return [...score]
        .toSorted(([a, scoreOfA], [b, scoreOfB]) => scoreOfB - scoreOfA || (a < b ? -1 : 1))
        .map(([other]) => ({ userId: other }));
    };
  }
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([value]));
  else known.add(value);
}
