import { h, type ComponentChildren, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import type { NamedNetwork, Person, View } from './view.js';

/** Keeps a short id on the line of its word. */
const NO_BREAK = '\u00a0';

/** The form whose buttons look somebody up: they stand anywhere on the page and name it. */
export function GoForm({ view }: { view: View }): VNode {
  return (
    <form id="go" method="post" action={`${view.root}find`}>
      <Token view={view} />
    </form>
  );
}

export function Token({ view }: { view: View }): VNode {
  return <input type="hidden" name="token" value={view.visitor.token} />;
}

/** A point in time in the visitor's zone, with UTC at hand. */
export function Moment({ view, at }: { view: View; at: Date }): VNode {
  const iso = at.toISOString();
  return (
    <time dateTime={iso} title={`${iso.slice(0, 16).replace('T', ' ')} UTC`}>
      {view.time.moment(at)}
    </time>
  );
}

/** A user's name as a button that looks them up; plain where the visitor may not. */
export function User({ view, person }: { view: View; person: Person }): VNode {
  const { name, id } = person;
  return (
    <span>
      {view.visitor.can.investigate ? (
        <button class="link" form="go" name="user" value={id}>
          {name}
        </button>
      ) : (
        name
      )}
      {name !== id && (
        <span class="id">
          {' '}
          {SAY.id}
          {NO_BREAK}
          {id}
        </span>
      )}
      {person.isStaff && <span class="badge staff">{SAY.staffBadge}</span>}
    </span>
  );
}

/** A network as a button that looks it up; a letter where the visitor may not see addresses. */
export function Network({ network }: { network: NamedNetwork }): VNode {
  return network.range === null ? (
    <span>{network.name}</span>
  ) : (
    <button class="link ip" form="go" name="range" value={network.range}>
      {network.name}
    </button>
  );
}

/** How a page was logged, what is kept, and what was cut off. */
export function Notes(props: {
  view: View;
  reason?: string;
  /** Left out: the page shows nothing that expires. */
  oldestKept?: Date | null;
  isCut?: boolean;
  keptFrom?: (day: string) => string;
}): VNode {
  const { view, reason, oldestKept, isCut, keptFrom = SAY.keptFrom } = props;
  return (
    <div>
      {isCut && <p class="note warn">{SAY.cutOff}</p>}
      <p class="soft small">
        {oldestKept === null && SAY.nothingKept}
        {oldestKept instanceof Date && keptFrom(view.time.day(oldestKept))}{' '}
        {reason !== undefined && SAY.loggedAs(reason)}
      </p>
    </div>
  );
}

export interface Column<Row> {
  readonly title: string;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
}

/** A table whose first column names the row. */
export function Table<Row>(props: {
  label: string;
  columns: readonly (Column<Row> | false)[];
  rows: readonly Row[];
}): VNode {
  const columns = props.columns.filter((column) => column !== false);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={props.label}>
      <table>
        <thead>
          <tr>
            {columns.map(({ title, isNumber }) => (
              <th scope="col" class={isNumber ? 'n' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr>
              {columns.map(({ isNumber, cell }, i) =>
                i === 0 ? (
                  <th scope="row">{cell(row)}</th>
                ) : (
                  <td class={isNumber ? 'n' : undefined}>{cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const ROWS_ON_PAGE = 25;

/** The part of a long list that a page shows, and the links to the others. */
export function pageOfRows<Row>(
  rows: readonly Row[],
  page: number,
): { rows: readonly Row[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_ON_PAGE));
  const shown = Math.min(Math.max(1, page), pages);
  return { rows: rows.slice((shown - 1) * ROWS_ON_PAGE, shown * ROWS_ON_PAGE), page: shown, pages };
}

export function Pager(props: { view: View; page: number; pages: number; name: string }): VNode | null {
  const { view, page, pages, name } = props;
  if (pages === 1) return null;
  return (
    <p class="small">
      {SAY.pageOf(page, pages)}{' '}
      {page > 1 && <a href={`${view.query}${name}=${page - 1}#${name}`}>{SAY.previous}</a>}{' '}
      {page < pages && <a href={`${view.query}${name}=${page + 1}#${name}`}>{SAY.next}</a>}
    </p>
  );
}
