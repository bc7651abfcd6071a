import { Html } from './html.js';

/** The whole style sheet; the colours follow the reader's light or dark setting. */
export const STYLE = new Html(`<style>
:root { color-scheme: light dark;
  --page: light-dark(#f5f6f8, #14171c); --card: light-dark(#fff, #1d2128); --line: light-dark(#dfe3e8, #323842);
  --text: light-dark(#1c2430, #e4e8ee); --quiet: light-dark(#5d6978, #98a3b3); --accent: light-dark(#2257c5, #86aefc);
  --on-accent: light-dark(#fff, #10151d); --tint: light-dark(#e9effc, #263148); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, sans-serif; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
header > div, main { max-width: 54rem; margin: 0 auto; padding: 0 1.25rem; }
header > div { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; min-height: 3.5rem; padding-block: .5rem; }
header .name { font-weight: 700; color: var(--text); margin-right: auto; }
main { padding-block: 1.5rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
p { margin: .5rem 0; } .quiet { color: var(--quiet); font-size: .875rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; margin: 1rem 0; }
.list { padding: 0; } .list > * { padding: .75rem 1.25rem; } .list > * + * { border-top: 1px solid var(--line); }
.row { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; } .row > :first-child { margin-right: auto; }
.tag { background: var(--tint); color: var(--accent); border-radius: 1rem; padding: .1rem .65rem; font-size: .8125rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
nav.tags { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; }
form { display: grid; gap: .75rem; } form.inline { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
label { display: grid; gap: .25rem; font-size: .875rem; color: var(--quiet); }
input, textarea, select { font: inherit; color: var(--text); background: var(--page); border: 1px solid var(--line);
  border-radius: .4rem; padding: .45rem .6rem; width: 100%; } form.inline select, input[type=file] { width: auto; }
textarea { min-height: 5.5rem; resize: vertical; }
button { font: inherit; font-weight: 600; justify-self: start; cursor: pointer; border: 0; border-radius: .4rem;
  padding: .45rem 1rem; background: var(--accent); color: var(--on-accent); }
button.link { background: none; color: var(--accent); padding: 0; font-weight: 400; }
:is(a, button, input, textarea, select, summary):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
summary { cursor: pointer; color: var(--accent); } details[open] summary { margin-bottom: .75rem; }
.choices { margin: .5rem 0 0; padding-left: 1.25rem; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th { text-align: left; font-weight: 600; color: var(--quiet); font-size: .8125rem; }
th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); } tr:last-child td { border: 0; }
td.number, th.number { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; } .scroll td { white-space: nowrap; } .big { font-size: 2.25rem; font-weight: 700; line-height: 1.2; }
code { font: .9em ui-monospace, monospace; }
</style>`);
