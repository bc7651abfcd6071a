import { html, type Html } from './html.js';

/** A point in time as people read it, and as programs do. */
export function when(date: Date): Html {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
