import type { BlockImport } from '../../blocking/block-import.js';
import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { documentOf, Layout } from './layout.js';
import { Table, Token } from './parts.js';
import type { View } from './view.js';

export interface BlockImportData {
  readonly isDryRun: boolean;
  readonly found: BlockImport;
  /** What the form said, to send it again without `run`. */
  readonly fields: readonly (readonly [string, string])[];
}

const SHOWN_LINES = 100;

/** What became of a list, or would. */
export function blockImportPage(view: View, { isDryRun, found, fields }: BlockImportData): string {
  const { added, blocks, duplicate, refused, importId } = found;
  const say = SAY.blocks.import;
  return documentOf(
    <Layout view={view} title={SAY.blocks.title} current="blocks">
      <h1>{isDryRun ? say.dryRun : say.title}</h1>
      <p class={isDryRun ? 'note' : 'note good'} role="status">
        {isDryRun ? say.wouldBe(added, blocks) : say.done(added, blocks)} {say.duplicate(duplicate)}{' '}
        {say.refused(refused.length)}
      </p>
      {refused.length > 0 && (
        <section class="card">
          <h2>{say.refusedLines}</h2>
          <Table
            label={say.refusedLines}
            rows={refused.slice(0, SHOWN_LINES)}
            columns={[
              { title: say.line, cell: ({ line }) => line },
              { title: say.text, cell: ({ text }) => <span class="ip">{text}</span> },
              { title: SAY.columns.reason, cell: ({ code }) => SAY.refusal.codes[code] ?? code },
            ]}
          />
          {refused.length > SHOWN_LINES && (
            <p class="soft small">{say.moreLines(refused.length - SHOWN_LINES)}</p>
          )}
        </section>
      )}
      {isDryRun && added > 0 && (
        <form method="post" action={`${view.root}blocks/import`}>
          <Token view={view} />
          {fields.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <p class="actions">
            <button class="danger" name="run" value="import">
              {say.now(added)}
            </button>
          </p>
        </form>
      )}
      {importId !== '' && <LiftAll view={view} importId={importId} />}
      <p>
        <a href={`${view.root}blocks`}>{SAY.nav.blocks}</a>
      </p>
    </Layout>,
  );
}

function LiftAll({ view, importId }: { view: View; importId: string }): VNode {
  return (
    <form class="card" method="post" action={`${view.root}blocks/lift`}>
      <h2>{SAY.blocks.import.undo}</h2>
      <Token view={view} />
      <input type="hidden" name="import" value={importId} />
      <label for="undo">{SAY.blocks.liftReason}</label>
      <input type="text" id="undo" name="reason" required minLength={3} maxLength={500} />
      <p class="actions">
        <button class="plain">{SAY.blocks.liftImport}</button>
      </p>
    </form>
  );
}
