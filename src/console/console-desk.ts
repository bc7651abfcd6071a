import { Inject, Injectable, Logger } from '@nestjs/common';
import { AuditTrailError, type AuditTrailErrorCode } from '../audit-trail.error.js';
import { Clock } from '../clock.js';
import { ConsoleRefusal } from './console-refusal.js';
import type { Ask } from './handlers/ask.js';
import { PAGE_PARAMETER } from './handlers/looked-up.js';
import { pageAnswer } from './handlers/page-answer.js';
import type { Answer } from './http/answer.js';
import { consoleRequestOf } from './http/console-request.js';
import { isForeign } from './http/foreign-request.js';
import { linksOf } from './http/links-of.js';
import { writeAnswer } from './http/write-answer.js';
import { refusalPage } from './pages/refusal.page.js';
import type { View } from './pages/view.js';
import { SAY } from './sentences.js';
import { timeTextOf } from './time-text.js';
import { Visitors } from './visitors.js';

/** What a route of the console is. */
export interface ConsoleRoute {
  readonly method: 'GET' | 'POST';
  /** Parts of the path behind the console's own. */
  readonly depth: number;
}

/** HTTP statuses of what was refused; the rest is 400. */
const STATUSES: Partial<Record<AuditTrailErrorCode, number>> = {
  TOO_MANY_LOOKUPS: 429,
  INVALID_CURSOR: 410,
  ALREADY_BLOCKED: 409,
  NOT_BLOCKABLE: 409,
  NOT_FOUND: 404,
  NOT_RECORDED: 503,
  NOT_ANSWERED: 503,
};

/** Receives each request: who asks, whether the form is ours, and what is answered when something goes wrong. */
@Injectable()
export class ConsoleDesk {
  private readonly logger = new Logger('AuditTrail');

  constructor(
    @Inject(Visitors) private readonly visitors: Visitors,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async answer(
    request: object,
    response: object,
    route: ConsoleRoute,
    handle: (ask: Ask) => Answer | Promise<Answer>,
  ): Promise<void> {
    writeAnswer(response, await this.answerTo(request, route, handle));
  }

  private async answerTo(
    request: object,
    { method, depth }: ConsoleRoute,
    handle: (ask: Ask) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const asked = await consoleRequestOf(request);
    const visitor = await this.visitors.of(request, asked);
    if (visitor === null) return { status: 403, type: 'text/plain', body: `${SAY.refusal.noStaff}\n` };
    const now = new Date(this.clock.now());
    const view: View = {
      visitor,
      now,
      time: timeTextOf(visitor.zone),
      answer: method === 'GET' ? 'page' : 'form',
      query: keptQuery(asked.query),
      ...linksOf(asked.segments, depth),
    };
    try {
      if (method === 'POST') {
        if (isForeign(asked)) throw new ConsoleRefusal(403, SAY.refusal.foreign);
        if (!(await this.visitors.isOwnForm(visitor, asked))) {
          throw new ConsoleRefusal(403, SAY.refusal.token);
        }
      }
      return await handle({ view, request: asked });
    } catch (error) {
      return this.refusal(view, error);
    }
  }

  private refusal(view: View, error: unknown): Answer {
    if (error instanceof ConsoleRefusal) {
      return pageAnswer(view, refusalPage(view, error.message), error.status);
    }
    if (error instanceof AuditTrailError) {
      const sentence = SAY.refusal.codes[error.code] ?? SAY.refusal.failed;
      return pageAnswer(view, refusalPage(view, sentence), STATUSES[error.code] ?? 400);
    }
    // Its message may hold what was asked for: only where it came from goes into the log.
    const stack =
      error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
    this.logger.error(
      `A page of the console could not be made (${error instanceof Error ? error.name : typeof error}).`,
      stack.join('\n'),
    );
    return pageAnswer(view, refusalPage(view, SAY.refusal.failed), 500);
  }
}

function keptQuery(query: URLSearchParams): string {
  const page = query.get(PAGE_PARAMETER);
  return page === null ? '?' : `?${PAGE_PARAMETER}=${encodeURIComponent(page)}&`;
}
