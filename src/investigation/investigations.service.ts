import { Inject, Injectable } from '@nestjs/common';
import { Staff, type StaffAndReason } from '../access-log/staff.js';
import type { Page } from '../page.js';
import { CompareQuestion } from './compare.question.js';
import { EntriesQuestion } from './entries.question.js';
import { Investigation, type Questions } from './investigation.js';
import { IpsOfUserQuestion } from './ips-of-user.question.js';
import { LinkedAccountsQuestion } from './linked-accounts.question.js';
import { type Lookup, type LookupFilter, LookupsQuestion } from './lookups.question.js';
import { UsersOfRangeQuestion } from './users-of-range.question.js';

/** Searches what was recorded: the only way to an address, and not without a name and a reason. */
@Injectable()
export class InvestigationsService {
  private readonly questions: Questions;

  /** @internal */
  constructor(
    @Inject(EntriesQuestion) entries: EntriesQuestion,
    @Inject(IpsOfUserQuestion) ipsOfUser: IpsOfUserQuestion,
    @Inject(UsersOfRangeQuestion) usersOfRange: UsersOfRangeQuestion,
    @Inject(LinkedAccountsQuestion) linkedAccounts: LinkedAccountsQuestion,
    @Inject(CompareQuestion) compare: CompareQuestion,
    @Inject(LookupsQuestion) private readonly lookupsQuestion: LookupsQuestion,
  ) {
    this.questions = { entries, ipsOfUser, usersOfRange, linkedAccounts, compare };
  }

  /**
   * Begins an investigation. Nothing is logged or read yet: each question is a lookup of its own.
   *
   * @param staff the id of the staff member, and 3 to 500 characters that say why
   * @throws AuditTrailError `INVALID_USER`, `REASON_REQUIRED`
   */
  open(staff: StaffAndReason): Investigation {
    return new Investigation(Staff.of(staff), this.questions);
  }

  /**
   * The log of lookups, newest first, as it was before this one, which is logged as well.
   *
   * @throws AuditTrailError `INVALID_USER`, `REASON_REQUIRED`, `INVALID_CURSOR`, and what a lookup throws
   */
  async lookups(by: StaffAndReason, filter: LookupFilter = {}): Promise<Page<Lookup>> {
    return this.lookupsQuestion.answer(Staff.of(by), filter);
  }
}
