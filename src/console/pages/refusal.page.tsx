import { h } from '../libraries.js';
import { SAY } from '../sentences.js';
import { documentOf, Layout } from './layout.js';
import type { View } from './view.js';

/** What could not be done, and why. */
export function refusalPage(view: View, sentence: string): string {
  return documentOf(
    <Layout view={view} title={SAY.refusal.title}>
      <h1>{SAY.refusal.title}</h1>
      <p class="note bad" role="alert">
        {sentence}
      </p>
      <p>
        <a href={view.home}>{SAY.refusal.back}</a>
      </p>
    </Layout>,
  );
}
