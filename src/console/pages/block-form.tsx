import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { DurationSelect, Reason } from './block-rows.js';
import { Token } from './parts.js';
import type { View } from './view.js';

/** The fields of a block but for its range. @param prefix of the ids, where a page has several such forms */
export function BlockTermsFields({ view, prefix = '' }: { view: View; prefix?: string }): VNode {
  return (
    <div>
      <div class="row">
        <div>
          <label for={`${prefix}effect`}>{SAY.columns.effect}</label>
          <select id={`${prefix}effect`} name="effect">
            {Object.entries(SAY.blocks.effects).map(([value, text]) => (
              <option value={value}>{text}</option>
            ))}
          </select>
        </div>
        <div>
          <label for={`${prefix}days`}>{SAY.blocks.duration}</label>
          <DurationSelect id={`${prefix}days`} />
        </div>
      </div>
      <label for={`${prefix}message`}>{SAY.blocks.message}</label>
      <input type="text" id={`${prefix}message`} name="message" maxLength={500} />
      <Reason view={view} id={`${prefix}block-reason`} label={SAY.blocks.reason} />
    </div>
  );
}

/** The form that blocks a range. @param range `null`: it has a field for it */
export function BlockForm({ view, range }: { view: View; range: string | null }): VNode {
  return (
    <form method="post" action={`${view.root}blocks/add`}>
      <Token view={view} />
      {range === null ? (
        <div>
          <label for="range">{SAY.blocks.addRange}</label>
          <input type="text" id="range" name="range" required spellcheck={false} autocomplete="off" />
          <p class="soft small">{SAY.blocks.addHint}</p>
        </div>
      ) : (
        <input type="hidden" name="range" value={range} />
      )}
      <BlockTermsFields view={view} />
      <Force />
      <p class="actions">
        <button class="danger">{SAY.blocks.submit}</button>
      </p>
    </form>
  );
}

/** The form that takes a list; its first button only says what would become of it. */
export function ImportForm({ view }: { view: View }): VNode {
  const say = SAY.blocks.import;
  return (
    <form method="post" action={`${view.root}blocks/import`}>
      <Token view={view} />
      <label for="list">{say.list}</label>
      <textarea
        id="list"
        name="list"
        rows={6}
        required
        spellcheck={false}
        autocomplete="off"
        aria-describedby="list-hint"
      />
      <p class="soft small" id="list-hint">
        {say.listHint}
      </p>
      <BlockTermsFields view={view} prefix="list-" />
      <Force />
      <p class="actions">
        <button name="run" value="dry">
          {say.dryRun}
        </button>
        <button class="danger" name="run" value="import">
          {say.submit}
        </button>
      </p>
    </form>
  );
}

function Force(): VNode {
  return (
    <label class="check">
      <input type="checkbox" name="force" value="yes" />
      {SAY.blocks.force}
    </label>
  );
}
