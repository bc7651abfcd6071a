import { Inject, Injectable } from '@nestjs/common';
import type { Staff } from '../../access-log/staff.js';
import { InvestigationsService } from '../../investigation/investigations.service.js';
import { type Lookup } from '../../investigation/lookups.question.js';
import { searchedRange } from '../../investigation/searched-range.js';
import { StaffLookups } from '../../investigation/staff-lookups.js';
import { AUDIT_TRAIL_OPTIONS, type ResolvedOptions } from '../../options/resolved-options.js';
import { isUserId } from '../../user-id.js';
import { ConsoleRefusal } from '../console-refusal.js';
import type { Answer } from '../http/answer.js';
import type { Form } from '../http/form.js';
import { type LookupRow, type LookupsData, lookupsPage } from '../pages/lookups.page.js';
import type { Person, View } from '../pages/view.js';
import { People } from '../people.js';
import { rangeText } from '../range-text.js';
import { SAY } from '../sentences.js';
import type { Ask } from './ask.js';
import { LookedUpPages, type PageSubject } from './looked-up.js';
import { pageAnswer } from './page-answer.js';

type Filter = Extract<PageSubject, { kind: 'lookups' }>['filter'];

const DAY_MS = 86_400_000;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;

/** The log of lookups, for those who may see it. Looking into it is a lookup, too. */
@Injectable()
export class LookupsHandler {
  constructor(
    @Inject(AUDIT_TRAIL_OPTIONS) private readonly options: ResolvedOptions,
    @Inject(InvestigationsService) private readonly investigations: InvestigationsService,
    @Inject(StaffLookups) private readonly counts: StaffLookups,
    @Inject(LookedUpPages) private readonly pages: LookedUpPages,
    @Inject(People) private readonly people: People,
  ) {}

  /** `?month=2026-10`: the report of another month. */
  async show({ view, request: { query } }: Ask): Promise<Answer> {
    mustSeeLookups(view);
    return pageAnswer(
      view,
      lookupsPage(view, { found: null, ...(await this.report(view, query.get('month'))) }),
    );
  }

  async search({ view, request: { form } }: Ask): Promise<Answer> {
    mustSeeLookups(view);
    const filter = filterOf(form, view);
    const range = filter.range === undefined ? undefined : searchedRange(filter.range);
    const subject: PageSubject = { kind: 'lookups', filter };
    return this.pages.lookUp(view.visitor, form.text('reason') || view.visitor.reason, subject, [
      { userId: filter.userId, range },
    ]);
  }

  /** What was searched. */
  async found({ view, request }: Ask, staff: Staff, filter: Filter): Promise<Answer> {
    const after = request.query.get('after') ?? undefined;
    const { from, to, ...rest } = filter;
    const page = await this.investigations.lookups(staff, {
      ...rest,
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
      after,
    });
    const person = await this.people.of(page.items.map(({ userId }) => userId));
    const found = {
      rows: page.items.map((lookup) => rowOf(lookup, person, view.visitor.can.seeAddresses)),
      next: page.next,
      isFirst: after === undefined,
      oldestKept: page.oldestKept,
      reason: staff.reason,
    };
    return pageAnswer(view, lookupsPage(view, { found, ...(await this.report(view, null)) }));
  }

  private async report({ now }: View, asked: string | null): Promise<Omit<LookupsData, 'found'>> {
    const { lookupLogDays } = this.options;
    const [year = now.getUTCFullYear(), month = now.getUTCMonth()] = monthOf(asked);
    const [from, below] = [Date.UTC(year, month), Date.UTC(year, month + 1)];
    const name = (at: number) => new Date(at).toISOString().slice(0, 7);
    return {
      month: new Date(from).toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }),
      before: from > now.getTime() - lookupLogDays * DAY_MS ? name(from - 1) : null,
      after: below <= now.getTime() ? name(below) : null,
      logDays: lookupLogDays,
      counts: await this.counts.counts(from, below),
    };
  }
}

/** The year and the month, from 0; nothing where it is none. */
function monthOf(text: string | null): number[] {
  const [, year, month] = MONTH.exec(text ?? '') ?? [];
  return year === undefined ? [] : [Number(year), Number(month) - 1];
}

function mustSeeLookups({ visitor }: View): void {
  if (!visitor.can.seeLookups) throw new ConsoleRefusal(403, SAY.lookups.mayNot);
}

function filterOf(form: Form, { visitor }: View): Filter {
  const [staffId, userId, range] = [form.text('staff'), form.text('user'), form.text('range')];
  if (range !== '' && !visitor.can.seeAddresses) throw new ConsoleRefusal(403, SAY.start.networkNotAllowed);
  if (![staffId, userId].every((id) => id === '' || isUserId(id))) {
    throw new ConsoleRefusal(400, SAY.refusal.codes['INVALID_USER'] ?? '');
  }
  const [from, to] = [dayOf(form.text('from')), dayOf(form.text('to'))];
  return {
    ...(staffId !== '' && { staffId }),
    ...(userId !== '' && { userId }),
    ...(range !== '' && { range: searchedRange(range).text }),
    ...(from !== null && { from }),
    ...(to !== null && { to: to + DAY_MS - 1 }),
  };
}

/** The beginning of a day in UTC, in milliseconds since 1970. */
function dayOf(text: string): number | null {
  if (text === '') return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new ConsoleRefusal(400, SAY.refusal.codes['INVALID_TIME'] ?? '');
  return time;
}

function rowOf(
  { at, staffId, kind, userId, range, reason, results }: Lookup,
  person: (userId: string) => Person,
  showsRange: boolean,
): LookupRow {
  const about = range === null || showsRange ? range : SAY.hiddenAddress;
  return {
    at,
    staffId,
    kind,
    person: userId === null ? null : person(userId),
    range: about === null ? null : rangeText(about),
    reason,
    results,
  };
}
