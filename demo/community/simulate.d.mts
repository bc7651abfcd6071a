export interface SimulatedEvent {
  /** Milliseconds since 1970. */
  at: number;
  userId: string;
  ip: string;
  action: 'thread.start' | 'post.reply' | 'post.edit' | 'poll.create';
  entityType: string;
  entityId: string;
}

export interface SimulatedCommunity {
  /** In the order of time. */
  events: SimulatedEvent[];
  /** The accounts that one person runs, a list for each such person. */
  groups: string[][];
  accounts: { id: string; style: string | null }[];
}

export interface Random {
  next(): number;
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

export const SWITCHES: readonly string[];
export function random(seed: number): Random;
export function simulate(options?: {
  seed?: number;
  users?: number;
  days?: number;
  end?: number;
  on?: readonly string[];
}): SimulatedCommunity;
