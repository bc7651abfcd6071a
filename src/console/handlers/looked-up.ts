import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AccessLog, type LookupSubject } from '../../access-log/access-log.js';
import { Staff } from '../../access-log/staff.js';
import { ConsoleRefusal } from '../console-refusal.js';
import { type Answer, see } from '../http/answer.js';
import type { ConsoleRequest } from '../http/console-request.js';
import { Seals } from '../http/seals.js';
import { SAY } from '../sentences.js';
import type { Visitor } from '../visitor.js';
import { REASON_COOKIE } from '../visitors.js';

/** What a page shows; it stands sealed in its URL. */
export type PageSubject =
  | { readonly kind: 'user'; readonly userId: string }
  | { readonly kind: 'range'; readonly range: string }
  | { readonly kind: 'entity'; readonly entityType: string; readonly entityId: string }
  | { readonly kind: 'compare'; readonly userIds: readonly string[] }
  | { readonly kind: 'proposals' }
  | {
      readonly kind: 'lookups';
      readonly filter: { staffId?: string; userId?: string; range?: string; from?: number; to?: number };
    };

/** A page that was looked up, and may be opened. */
export interface LookedUp {
  readonly subject: PageSubject;
  /** The rows in the log of lookups. */
  readonly ids: readonly [string, ...string[]];
  readonly reason: string;
  /** For names that are dealt at random. */
  readonly seed: string;
}

/** The parameter of a URL with the sealed page: Fastify's router takes no longer part of a path than 100 characters. */
export const PAGE_PARAMETER = 'page';

const PAGE_LIFE_MS = 15 * 60_000;
const SITTING_MS = 12 * 3_600_000;
const KINDS = {
  user: 'consoleUser',
  range: 'consoleRange',
  entity: 'consoleEntity',
  compare: 'consoleCompare',
  proposals: 'consoleProposals',
  lookups: 'consoleLookups',
} as const;

/** Logs what a page looks up, once, and seals the way to it. */
@Injectable()
export class LookedUpPages {
  constructor(
    @Inject(AccessLog) private readonly log: AccessLog,
    @Inject(Seals) private readonly seals: Seals,
  ) {}

  /**
   * The lookup is in the log when the browser is sent on. Only for forms that are sent to right below the root: the
   * cookie's path is where it was sent to.
   *
   * @throws AuditTrailError what a lookup throws
   */
  async lookUp(
    visitor: Visitor,
    reason: string,
    subject: PageSubject,
    logged: readonly [LookupSubject, ...LookupSubject[]],
  ): Promise<Answer> {
    const { staffId } = visitor;
    const staff = Staff.of({ staffId, reason });
    const { ids } = await this.log.log(staff, KINDS[subject.kind], logged);
    const page: LookedUp = { subject, ids, reason: staff.reason, seed: randomBytes(16).toString('base64') };
    const sealed = await this.seals.seal('lookup', staffId, page, PAGE_LIFE_MS);
    const sitting = await this.seals.seal('reason', staffId, staff.reason, SITTING_MS);
    return see(`lookup/${ids[0]}?${PAGE_PARAMETER}=${sealed}`, [
      `${REASON_COOKIE}=${sitting}; HttpOnly; SameSite=Strict`,
    ]);
  }

  /** @throws ConsoleRefusal 410 where it is another's, or was looked up more than 15 minutes ago */
  async open(visitor: Visitor, { segments, query }: ConsoleRequest): Promise<LookedUp> {
    const page = await this.seals.open('lookup', visitor.staffId, query.get(PAGE_PARAMETER));
    const lookedUp = page as LookedUp | undefined;
    if (lookedUp === undefined || lookedUp.ids[0] !== segments.at(-1))
      throw new ConsoleRefusal(410, SAY.refusal.gone);
    return lookedUp;
  }

  /** The staff member, whose parts of the page are not logged again. */
  staffOf({ staffId }: Visitor, { reason, ids }: LookedUp): Staff {
    return Staff.of({ staffId, reason }).under(ids);
  }

  /** Notes how many things were found. */
  finish({ ids }: LookedUp, results: number): Promise<void> {
    return this.log.finish(ids, results);
  }
}
