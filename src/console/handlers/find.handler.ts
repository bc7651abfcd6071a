import { Inject, Injectable } from '@nestjs/common';
import type { LookupSubject } from '../../access-log/access-log.js';
import { Staff } from '../../access-log/staff.js';
import { parseIpRange } from '../../address/cidr.js';
import { AuditTrailError } from '../../audit-trail.error.js';
import { searchedRange } from '../../investigation/searched-range.js';
import { isUserId } from '../../user-id.js';
import { USER_FINDER, type UserFinder } from '../console-options.js';
import { ConsoleRefusal } from '../console-refusal.js';
import type { Answer } from '../http/answer.js';
import { People } from '../people.js';
import { SAY } from '../sentences.js';
import type { Ask } from './ask.js';
import { LookedUpPages, type PageSubject } from './looked-up.js';
import { StartHandler } from './start.handler.js';

const FEWEST_COMPARED = 2;
const MOST_COMPARED = 10;
const MOST_CANDIDATES = 20;
/** A type and an id: `Thread 4711`, `Thread#4711`. */
const ENTITY = /^([A-Za-z_]\w{0,99})(?: +|#)(\S.{0,190})$/;

type Found = Exclude<PageSubject, { kind: 'lookups' | 'proposals' }>;

/** Takes what staff typed or clicked to the page that answers it. */
@Injectable()
export class FindHandler {
  constructor(
    @Inject(USER_FINDER) private readonly finder: UserFinder | null,
    @Inject(LookedUpPages) private readonly pages: LookedUpPages,
    @Inject(StartHandler) private readonly start: StartHandler,
    @Inject(People) private readonly people: People,
  ) {}

  async find(ask: Ask): Promise<Answer> {
    const { view, request } = ask;
    const { visitor } = view;
    if (!visitor.can.investigate) throw new ConsoleRefusal(403, SAY.refusal.noRight);
    const { form } = request;
    const asked = form.text('q');
    const reason = form.text('reason') || visitor.reason;
    const subject = await this.subjectOf(ask);
    if ('candidates' in subject) {
      const person = await this.people.of(subject.candidates);
      return this.start.show(
        { ...view, visitor: { ...visitor, reason } },
        { asked, candidates: subject.candidates.map(person) },
      );
    }
    if (!isReason(visitor.staffId, reason)) {
      return this.start.show(view, { asked: asked || textOf(subject), problem: SAY.start.needsReason });
    }
    return this.pages.lookUp(visitor, reason, subject, loggedOf(subject));
  }

  private async subjectOf(ask: Ask): Promise<Found | { candidates: string[] }> {
    const { form } = ask.request;
    const compared = [...new Set(form.all('with'))];
    const [user, range, asked] = [form.text('user'), form.text('range'), form.text('q')];
    if (user !== '') return userSubject(user);
    if (range !== '') return rangeSubject(ask, range);
    if (compared.length > 0) return compareSubject(compared);
    const entity = entitySubject(form.text('entity'));
    if (entity !== null) return entity;
    if (parseIpRange(asked) !== null) return rangeSubject(ask, asked);
    const found = [...new Set((await this.finder?.findUsers(asked)) ?? [])].slice(0, MOST_CANDIDATES);
    if (found.length > 1) return { candidates: found };
    const [only] = found;
    if (only !== undefined) return userSubject(only);
    return entitySubject(asked) ?? userSubject(asked);
  }
}

function userSubject(userId: string): Found {
  if (!isUserId(userId)) throw new ConsoleRefusal(400, SAY.refusal.codes['INVALID_USER'] ?? '');
  return { kind: 'user', userId };
}

function entitySubject(text: string): Found | null {
  const [, entityType, entityId] = ENTITY.exec(text) ?? [];
  return entityType === undefined || entityId === undefined ? null : { kind: 'entity', entityType, entityId };
}

function rangeSubject({ view }: Ask, range: string): Found {
  if (!view.visitor.can.seeAddresses) throw new ConsoleRefusal(403, SAY.start.networkNotAllowed);
  return { kind: 'range', range: searchedRange(range).text };
}

function compareSubject(userIds: readonly string[]): Found {
  if (userIds.length < FEWEST_COMPARED || userIds.length > MOST_COMPARED || !userIds.every(isUserId)) {
    throw new ConsoleRefusal(400, SAY.compare.needTwo);
  }
  return { kind: 'compare', userIds };
}

/** What the log of lookups keeps: a row for each user. */
function loggedOf(subject: Found): [LookupSubject, ...LookupSubject[]] {
  if (subject.kind === 'user') return [{ userId: subject.userId }];
  if (subject.kind === 'range') return [{ range: searchedRange(subject.range) }];
  if (subject.kind === 'entity') return [{ entityType: subject.entityType, entityId: subject.entityId }];
  const [first, ...others] = subject.userIds.map((userId) => ({ userId }));
  return [first ?? {}, ...others];
}

/** What the field is filled with where the reason is still missing. */
function textOf(subject: Found): string {
  if (subject.kind === 'user') return subject.userId;
  if (subject.kind === 'range') return subject.range;
  return subject.kind === 'entity' ? `${subject.entityType} ${subject.entityId}` : '';
}

function isReason(staffId: string, reason: string): boolean {
  try {
    return Staff.of({ staffId, reason }) instanceof Staff;
  } catch (error) {
    if (error instanceof AuditTrailError && error.code === 'REASON_REQUIRED') return false;
    throw error;
  }
}
