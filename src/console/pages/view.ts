import type { TimeText } from '../time-text.js';
import type { Visitor } from '../visitor.js';

/** What every page is given beside its data. */
export interface View {
  readonly visitor: Visitor;
  readonly time: TimeText;
  /** From the page's URL to the root of the console: `./`, `../` or `./audit-trail/`. */
  readonly root: string;
  /** The start page, from the page's URL. */
  readonly home: string;
  /** The page's own query, as far as its links keep it: `?`, or `?page=...&`. */
  readonly query: string;
  /** `page`: it can be loaded again by its URL; `form`: it answers a POST. */
  readonly answer: 'page' | 'form';
  readonly now: Date;
}

/** An account as pages show it. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly url: string | null;
  readonly isStaff: boolean;
  readonly createdAt: Date | null;
}

/** A network or an address as the visitor may see it. */
export interface NamedNetwork {
  /** The address, or `Network A`. */
  readonly name: string;
  /** What to look it up by; `null` where the visitor may not. */
  readonly range: string | null;
}
