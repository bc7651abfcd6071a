import { Fragment, h, renderToStaticMarkup, type ComponentChildren, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import type { View } from './view.js';

export interface LayoutProps {
  readonly view: View;
  /** Never holds what somebody typed, nor an address. */
  readonly title: string;
  readonly current?: 'start' | 'blocks' | 'lookups' | 'retention';
  readonly children?: ComponentChildren;
}

/** The document around a page. */
export function Layout({ view, title, current, children }: LayoutProps): VNode {
  const { root, visitor } = view;
  const links = (
    [
      ['start', view.home],
      ['blocks', `${root}blocks`],
      ...(visitor.can.seeLookups ? [['lookups', `${root}lookups`] as const] : []),
      ['retention', `${root}retention`],
    ] as const
  ).map(([page, href]) => (
    <li>
      <a href={href} aria-current={page === current ? 'page' : undefined}>
        {SAY.nav[page]}
      </a>
    </li>
  ));
  return (
    <html
      lang={SAY.language}
      data-root={root}
      data-zone={visitor.zone}
      data-zone-known={visitor.isZoneKnown ? 'yes' : 'no'}
      data-answer={view.answer}
    >
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · ${SAY.console}`}</title>
        <link rel="icon" href={`${root}icon.svg`} />
        <link rel="stylesheet" href={`${root}console.css`} />
        <script src={`${root}console.js`} defer />
      </head>
      <body>
        <a class="skip" href="#content">
          {SAY.skip}
        </a>
        <header class="top">
          <div>
            <strong>{SAY.console}</strong>
            <nav aria-label={SAY.nav.label}>
              <ul>{links}</ul>
            </nav>
            <span class="me">
              {SAY.signedInAs} {visitor.staffId}
            </span>
          </div>
        </header>
        <main id="content">{children}</main>
        <footer>
          <p>
            {SAY.timesIn(visitor.zone)}{' '}
            {visitor.zone !== 'UTC' && (
              <button class="plain" type="button" id="utc" aria-pressed="false" hidden>
                {SAY.showUtc}
              </button>
            )}
          </p>
        </footer>
      </body>
    </html>
  );
}

/** The whole document as text. */
export function documentOf(page: VNode): string {
  return `<!doctype html>${renderToStaticMarkup(<Fragment>{page}</Fragment>)}`;
}
