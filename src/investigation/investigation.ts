import type { Staff } from '../access-log/staff.js';
import type { Page } from '../page.js';
import type { AuditTrailEntry } from '../storage/entities/audit-trail-entry.entity.js';
import type { CompareQuestion, Comparison } from './compare.question.js';
import type { EntriesQuestion, EntryFilter } from './entries.question.js';
import type { Found } from './found.js';
import type { IpsOfUserQuestion, IpUse } from './ips-of-user.question.js';
import type { LinkedAccount } from './linked-accounts/linked-account.js';
import type { LinkedAccountsQuestion } from './linked-accounts.question.js';
import type { TimeWindow } from './time-window.js';
import type { UsersOfRangeQuestion, UserUse } from './users-of-range.question.js';

/** The id of a user, as it was recorded. */
export type LookedUpUser = string | number | bigint;

/** What an investigation can ask. */
export interface Questions {
  readonly entries: EntriesQuestion;
  readonly ipsOfUser: IpsOfUserQuestion;
  readonly usersOfRange: UsersOfRangeQuestion;
  readonly linkedAccounts: LinkedAccountsQuestion;
  readonly compare: CompareQuestion;
}

/**
 * What one staff member looks up, for one reason. Each call is one lookup: it is in the log, durable, before the
 * first row is read, and what cannot be logged is not answered.
 *
 * All methods throw AuditTrailError `TOO_MANY_LOOKUPS`, `NOT_RECORDED` (not logged, nothing was read) and
 * `NOT_ANSWERED` (the database failed), and for what they are given `INVALID_USER`, `INVALID_RANGE`,
 * `RANGE_TOO_WIDE`, `INVALID_TIME` and `INVALID_OPTIONS`. What is refused so is not logged.
 */
export class Investigation {
  /** @internal */
  constructor(
    private readonly staff: Staff,
    private readonly questions: Questions,
  ) {}

  /**
   * Entries, newest first. A page may hold fewer than `limit` although `next` is not `null`: a search that goes
   * through a million entries without filling it says where it goes on.
   *
   * @throws AuditTrailError `INVALID_CURSOR` where `after` is not the `next` of this question and this staff member, or
   * is 24 hours old
   */
  async entries(filter: EntryFilter): Promise<Page<AuditTrailEntry>> {
    return this.questions.entries.answer(this.staff, filter);
  }

  /**
   * The addresses that a user acted from, last used first, from the user's newest 20,000 entries. Failed attempts do
   * not count.
   */
  async ipsOfUser(userId: LookedUpUser, window: TimeWindow = {}): Promise<Found<IpUse>> {
    return this.questions.ipsOfUser.answer(this.staff, userId, window);
  }

  /**
   * The users who acted from an address or a range, last seen first: from all of its entries where they are 20,000 at
   * the most, and else from the newest 10,000. Failed attempts do not count.
   *
   * @param range no wider than IPv4 /16 or IPv6 /32
   */
  async usersOfRange(range: string, window: TimeWindow = {}): Promise<Found<UserUse>> {
    return this.questions.usersOfRange.answer(this.staff, range, window);
  }

  /**
   * Accounts that may belong to the same person, most likely first. It is a hint, and the package never acts on it:
   * `docs/linked-accounts.md` says what `strong`, `moderate` and `weak` mean, and what it cannot know.
   */
  async linkedAccounts(userId: LookedUpUser, window: TimeWindow = {}): Promise<Found<LinkedAccount>> {
    return this.questions.linkedAccounts.answer(this.staff, userId, window);
  }

  /**
   * 2 to 10 users side by side: the networks that they share, when each was on them, and the longest stretch in which
   * two of them took turns. One lookup for each user. Networks that say nothing about who somebody is are left out:
   * `sharedRanges`, private ranges, translators.
   */
  async compare(userIds: readonly LookedUpUser[], window: TimeWindow = {}): Promise<Comparison> {
    return this.questions.compare.answer(this.staff, userIds, window);
  }
}
