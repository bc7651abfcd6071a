import type { IpBlock } from '../../blocking/ip-block.js';
import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { Moment, Token } from './parts.js';
import type { View } from './view.js';

/** A block with its range as the visitor may see it. */
export interface BlockRow extends Omit<IpBlock, 'range'> {
  readonly range: string | null;
}

/** When a block ends, or by whom it was lifted. */
export function End({ view, row }: { view: View; row: BlockRow }): VNode {
  if (row.liftedAt !== null) {
    return (
      <span>
        <Moment view={view} at={row.liftedAt} />, {SAY.blocks.lifted(row.liftedBy ?? SAY.unknown)}
        {row.liftReason !== null && <span class="soft small"> · {row.liftReason}</span>}
      </span>
    );
  }
  if (row.expiresAt === null) return <span>{SAY.blocks.forEver}</span>;
  return <Moment view={view} at={row.expiresAt} />;
}

export function LiftForm({ view, row }: { view: View; row: BlockRow }): VNode {
  const name = SAY.blocks.liftOf(row.range ?? SAY.blocks.hidden);
  return (
    <details>
      <summary aria-label={name}>{SAY.blocks.lift}</summary>
      <form method="post" action={`${view.root}blocks/lift`}>
        <Token view={view} />
        <input type="hidden" name="block" value={row.id} />
        <Reason view={view} id={`why-${row.id}`} label={SAY.blocks.liftReason} />
        <p class="actions">
          <button class="plain" aria-label={name}>
            {SAY.blocks.lift}
          </button>
          {row.importId !== null && (
            <button class="plain" name="import" value={row.importId}>
              {SAY.blocks.liftImport}
            </button>
          )}
        </p>
      </form>
    </details>
  );
}

export function ChangeForm({ view, row }: { view: View; row: BlockRow }): VNode {
  const name = SAY.blocks.changeOf(row.range ?? SAY.blocks.hidden);
  const [days, message] = [`days-${row.id}`, `message-${row.id}`];
  return (
    <details>
      <summary aria-label={name}>{SAY.blocks.change}</summary>
      <form method="post" action={`${view.root}blocks/change`}>
        <Token view={view} />
        <input type="hidden" name="block" value={row.id} />
        <label for={days}>{SAY.blocks.newEnd}</label>
        <DurationSelect id={days} />
        <label for={message}>{SAY.blocks.message}</label>
        <input type="text" id={message} name="message" maxLength={500} value={row.message ?? ''} />
        <Reason view={view} id={`change-${row.id}`} label={SAY.blocks.changeReason} />
        <p class="actions">
          <button class="plain" aria-label={name}>
            {SAY.blocks.change}
          </button>
        </p>
      </form>
    </details>
  );
}

export function DurationSelect({ id }: { id: string }): VNode {
  return (
    <select id={id} name="days">
      {Object.entries(SAY.blocks.durations).map(([value, text]) => (
        <option value={value} selected={value === '30'}>
          {text}
        </option>
      ))}
    </select>
  );
}

export function Reason({ view, id, label }: { view: View; id: string; label: string }): VNode {
  return (
    <div>
      <label for={id}>{label}</label>
      <input
        type="text"
        id={id}
        name="reason"
        value={view.visitor.reason}
        required
        minLength={3}
        maxLength={500}
      />
    </div>
  );
}
