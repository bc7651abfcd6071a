import { Inject, Injectable } from '@nestjs/common';
import type { LookupSubject } from '../access-log/access-log.js';
import type { Staff } from '../access-log/staff.js';
import { AuditTrailError } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { shapeOf } from '../describe-value.js';
import type { Page } from '../page.js';
import { Secret } from '../settings/secret.js';
import { LoggedReading, type Reading } from './logged-reading.js';
import { type PageCursor, readCursor, writeCursor } from './page-cursor.js';

/** One question whose answer comes in pages. */
export interface PagedQuestion {
  readonly staff: Staff;
  /** The name of the method. */
  readonly kind: string;
  readonly subject: LookupSubject;
  /** All that is asked, but neither the cursor nor the limit: another text is another question. */
  readonly text: string;
  readonly after: string | undefined;
}

/** What was read for one page. */
export interface ReadPage<T> {
  readonly items: T[];
  /** The next page begins below this id; `null` where there is none. */
  readonly below: string | null;
  readonly oldestKept: Date | null;
}

/** Answers questions page by page: the first is logged, those that follow belong to it. */
@Injectable()
export class PagedLookups {
  constructor(
    @Inject(LoggedReading) private readonly reading: LoggedReading,
    @Inject(Secret) private readonly secret: Secret,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws AuditTrailError `INVALID_CURSOR`, and what `LoggedReading` throws */
  async page<T>(
    question: PagedQuestion,
    read: (reading: Reading, below: string | null, lookupId: string) => Promise<ReadPage<T>>,
  ): Promise<Page<T>> {
    const { staff, kind, subject, after } = question;
    const signed = `${staff.id}\n${kind}\n${question.text}`;
    if (after === undefined) {
      const first = await this.reading.answer(
        staff,
        kind,
        [subject],
        async (reading, lookupId) => ({ lookupId, page: await read(reading, null, lookupId) }),
        ({ page }) => page.items.length,
      );
      return this.pageOf(first.page, { lookupId: first.lookupId, seen: 0 }, signed);
    }
    const cursor = await this.cursorOf(after, signed);
    const page = await this.reading.goOn(
      cursor.lookupId,
      (reading) => read(reading, cursor.below, cursor.lookupId),
      ({ items }) => cursor.seen + items.length,
    );
    return this.pageOf(page, cursor, signed);
  }

  private async cursorOf(after: unknown, signed: string): Promise<PageCursor> {
    const cursor = readCursor(after, signed, await this.keys(), this.clock.now());
    if (cursor !== null) return cursor;
    throw new AuditTrailError(
      'INVALID_CURSOR',
      `"after" is ${shapeOf(after)} that does not go on with this lookup; wanted the "next" of its last page, from the ` +
        'same staff member, for the same question, within 24 hours. Begin again without "after".',
      { value: after },
    );
  }

  private async pageOf<T>(
    { items, below, oldestKept }: ReadPage<T>,
    { lookupId, seen }: Pick<PageCursor, 'lookupId' | 'seen'>,
    signed: string,
  ): Promise<Page<T>> {
    if (below === null) return { items, next: null, oldestKept };
    const [key] = await this.keys();
    if (key === undefined) throw new Error('There is no secret.');
    const next = writeCursor({ lookupId, below, seen: seen + items.length }, signed, key, this.clock.now());
    return { items, next, oldestKept };
  }

  private keys(): Promise<readonly Uint8Array[]> {
    return this.reading.asking(() => this.secret.keys('cursors'));
  }
}
