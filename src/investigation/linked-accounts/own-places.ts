import { type AccountActivity, DAY_MS, type NetworkVisits } from './account-activity.js';
import { logBetaBinomial } from './beta-binomial.js';

/** Whether a network is used by few enough to be somebody's own place. */
export type IsOwn = (network: string) => boolean;

/** Of ten days on which a second account acts, at most about one is at a place where the first was never seen. */
const SEEN_APART = { days: 1, others: 8 };
/** Accounts with fewer days say little about how people live. */
const FEWEST_DAYS = 4;
/** A member's own days count as at most so many, so that the next member may live a little differently. */
const MOST_DAYS = 20;
/** The other account is looked for this long before and after. */
const AROUND_MS = 7 * DAY_MS;
const LARGEST_LOG = 8;
const NOWHERE: ReadonlySet<string> = new Set();

/**
 * Step 2, a life of its own. Most members are often seen at some place that is theirs: a home, another office. An
 * account that acts on many days and yet is at home nowhere but where the other one is, or behind a crowd, is more
 * likely its second account; one with a home of its own less likely.
 *
 * What is usual here is learned from the other accounts that share networks with the one asked about.
 */
export class OwnPlaces {
  private readonly members: { own: number; days: number }[];
  private readonly known = new Map<string, number>();

  constructor(
    members: Iterable<AccountActivity>,
    private readonly isOwn: IsOwn,
  ) {
    this.members = [...members]
      .filter(({ days }) => days.length >= FEWEST_DAYS)
      .map((member) => ({ own: this.daysApart(member, NOWHERE), days: member.days.length }));
  }

  /**
   * How much likelier what is seen is for one person than for two: either account may be the second one of the other,
   * or both of them, at home nowhere at all, second ones of a third.
   */
  factor(a: AccountActivity, b: AccountActivity, shared: ReadonlySet<string>): number {
    const ofA = this.isSeenAround(b, a) ? this.asSecond(a, shared) : 1;
    const ofB = this.isSeenAround(a, b) ? this.asSecond(b, shared) : 1;
    const ofBoth = this.asSecond(a, NOWHERE) * this.asSecond(b, NOWHERE);
    return (ofA + ofB + ofBoth) / 3;
  }

  /** How much likelier so few days at a place of its own are for a second account than for a member. */
  private asSecond(account: AccountActivity, shared: ReadonlySet<string>): number {
    const days = account.days.length;
    const apart = this.daysApart(account, shared);
    const log = logBetaBinomial(apart, days, SEEN_APART.days, SEEN_APART.others) - this.logUsual(apart, days);
    return Math.exp(Math.min(LARGEST_LOG, log));
  }

  /** The days on which an account was at a place of its own that is none of the shared networks. */
  private daysApart({ visits }: AccountActivity, shared: ReadonlySet<string>): number {
    const days = new Set<number>();
    for (const visit of visits.values()) {
      if (!isPlace(visit) || shared.has(visit.network) || !this.isOwn(visit.network)) continue;
      for (const day of visit.days) days.add(day);
    }
    return days.size;
  }

  /** Whether the first account had a place of its own in the second one's time, so that it could have been met. */
  private isSeenAround(first: AccountActivity, second: AccountActivity): boolean {
    for (const visit of first.visits.values()) {
      if (visit.lastMs < second.firstMs - AROUND_MS || visit.firstMs > second.lastMs + AROUND_MS) continue;
      if (isPlace(visit) && this.isOwn(visit.network)) return true;
    }
    return false;
  }

  /** The chance that a member of this site is seen apart on so many days, as the members seen here live. */
  private logUsual(apart: number, days: number): number {
    const key = `${apart}/${days}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    // Two members who might live in any way stand for all whom we have not met.
    let sum = 2 * Math.exp(logBetaBinomial(apart, days, 1, 1));
    for (const member of this.members) {
      const scale = Math.min(1, MOST_DAYS / member.days);
      const [own, others] = [member.own * scale, (member.days - member.own) * scale];
      sum += Math.exp(logBetaBinomial(apart, days, own + 0.5, others + 0.5));
    }
    const log = Math.log(sum / (this.members.length + 2));
    this.known.set(key, log);
    return log;
  }
}

/** An IPv6 network seen on one day only says nothing: phones are given a new one with each connection. */
export function isPlace({ network, days }: NetworkVisits): boolean {
  return network.startsWith('4') || days.length > 1;
}
