import { h, type VNode } from '../libraries.js';
import { SAY } from '../sentences.js';
import { Token } from './parts.js';
import type { View } from './view.js';

/** The fields of a block but for its range. */
export function BlockTermsFields({ view }: { view: View }): VNode {
  return (
    <div>
      <div class="row">
        <div>
          <label for="effect">{SAY.columns.effect}</label>
          <select id="effect" name="effect">
            {Object.entries(SAY.blocks.effects).map(([value, text]) => (
              <option value={value}>{text}</option>
            ))}
          </select>
        </div>
        <div>
          <label for="days">{SAY.blocks.duration}</label>
          <select id="days" name="days">
            {Object.entries(SAY.blocks.durations).map(([value, text]) => (
              <option value={value} selected={value === '30'}>
                {text}
              </option>
            ))}
          </select>
        </div>
      </div>
      <label for="message">{SAY.blocks.message}</label>
      <input type="text" id="message" name="message" maxLength={500} />
      <label for="block-reason">{SAY.blocks.reason}</label>
      <input
        type="text"
        id="block-reason"
        name="reason"
        value={view.visitor.reason}
        required
        minLength={3}
        maxLength={500}
      />
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
      <label class="check">
        <input type="checkbox" name="force" value="yes" />
        {SAY.blocks.force}
      </label>
      <p class="actions">
        <button class="danger">{SAY.blocks.submit}</button>
      </p>
    </form>
  );
}
