/** The one stylesheet: light and dark, from a phone to a wide screen, without a font or a picture from anywhere. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --card: #fff; --ink: #1b2330; --soft: #566073; --line: #dce1e8; --field: #8a94a6;
  --accent: #2156c8; --accent-ink: #fff; --accent-soft: #e7eefc; --danger: #b3261e; --danger-soft: #fdeceb;
  --warn: #7a4d00; --warn-soft: #fff3d6; --good: #1a6b3c; --good-soft: #e2f5e9;
  --h1: #cfdffb; --h2: #93b6f4; --h3: #4f83e3; --h4: #1d4fb8;
  --c0: #2156c8; --c1: #b8560b; --c2: #1a7f52; --c3: #a02c7d; --c4: #6b5bd2; --c5: #8a6d00; --c6: #00798c; --c7: #c0392b; --rest: #8a94a6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11151c; --card: #1a202a; --ink: #e7ebf2; --soft: #a3adbd; --line: #2d3644; --field: #717d90;
    --accent: #8ab4ff; --accent-ink: #0c1a33; --accent-soft: #1f2d47; --danger: #ff9a92; --danger-soft: #3d2222;
    --warn: #f5c463; --warn-soft: #3a2e14; --good: #7fd6a3; --good-soft: #1a3426;
    --h1: #1d3358; --h2: #2b5196; --h3: #4a80dd; --h4: #9cc2ff;
    --c0: #8ab4ff; --c1: #ffa657; --c2: #6fdca4; --c3: #f29ad6; --c4: #b5a8ff; --c5: #e6cf5a; --c6: #5fd4e6; --c7: #ff8f85; --rest: #717d90;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
body { margin: 0; background: var(--ground); color: var(--ink); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: .5rem; top: .5rem; background: var(--card); padding: .5rem; z-index: 1; }
header.top { background: var(--card); border-bottom: 1px solid var(--line); }
header.top > div, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
header.top > div { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem 1.5rem; min-height: 3.5rem; }
header.top strong { font-size: 1.05rem; letter-spacing: -.01em; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem; list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: .4rem .75rem; border-radius: 8px; text-decoration: none; color: var(--soft); }
nav a:hover { background: var(--ground); color: var(--ink); }
nav a[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.me { margin-left: auto; color: var(--soft); font-size: .875rem; }
main { padding-top: 1.5rem; padding-bottom: 2rem; }
footer { color: var(--soft); font-size: .85rem; padding-bottom: 2rem; }
footer p { margin: .25rem 0; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; letter-spacing: -.02em; overflow-wrap: anywhere; }
h1.ip { font-size: 1.5rem; }
h2 { font-size: 1.1rem; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .25rem 0 .75rem; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.25rem; margin: 0 0 1.1rem; }
.card > :first-child, .find > label:first-of-type { margin-top: 0; }
.card > :last-child, .card > form > :last-child { margin-bottom: 0; }
.two { display: grid; gap: 0 1.1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); align-items: start; }
.head { margin-bottom: 1.1rem; }
.facts { display: flex; flex-wrap: wrap; gap: .4rem .5rem; align-items: center; margin: .5rem 0 0; padding: 0; list-style: none; }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 99px; border: 1px solid var(--line); font-size: .82rem; white-space: nowrap; background: var(--card); }
.badge.staff, .badge.warn, .badge.moderate { background: var(--warn-soft); color: var(--warn); border-color: transparent; }
.badge.strong, .badge.deny { background: var(--danger-soft); color: var(--danger); border-color: transparent; }
.badge.good, .badge.allow { background: var(--good-soft); color: var(--good); border-color: transparent; }
.badge.weak { color: var(--soft); }
.note { padding: .6rem .9rem; border-radius: 8px; background: var(--accent-soft); margin: 0 0 1.1rem; }
.note.warn { background: var(--warn-soft); color: var(--warn); }
.note.bad { background: var(--danger-soft); color: var(--danger); }
.note.good { background: var(--good-soft); color: var(--good); }
.scroll { overflow-x: auto; margin: 0 -.25rem; padding: 0 .25rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .82rem; white-space: nowrap; }
th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child > * { border-bottom: 0; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
tbody th { color: var(--ink); font-size: inherit; font-weight: 500; white-space: normal; }
th time, td time { white-space: nowrap; }
code, .ip { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .92em; overflow-wrap: anywhere; }
th .ip, td .ip { white-space: nowrap; }
.under { display: block; color: var(--soft); font-size: .875rem; font-weight: 400; overflow-wrap: anywhere; }
.id { color: var(--soft); font-size: .85em; overflow-wrap: anywhere; }
label, legend { display: block; font-weight: 600; font-size: .9rem; margin: .6rem 0 .2rem; padding: 0; }
label.check { font-weight: 400; margin: .8rem 0; display: flex; gap: .5rem; align-items: flex-start; }
label.check input { margin-top: .3rem; }
input[type=text], input[type=search], input[type=date], select, textarea {
  width: 100%; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--field); border-radius: 8px; padding: .5rem .65rem; min-height: 2.6rem;
}
.find input.q { font-size: 1.15rem; padding: .65rem .8rem; }
button { font: inherit; font-weight: 600; cursor: pointer; border: 1px solid transparent; border-radius: 8px; padding: .5rem 1rem; min-height: 2.6rem; background: var(--accent); color: var(--accent-ink); }
button:hover { filter: brightness(1.08); }
button.danger { background: var(--danger); color: var(--card); }
button.plain { background: none; color: var(--accent); border-color: var(--line); min-height: 1.75rem; padding: .1rem .55rem; font-size: .875rem; font-weight: 500; }
button.link { background: none; border: 0; padding: .05rem 0; min-height: 1.5rem; color: var(--accent); font-weight: 500; text-decoration: underline; text-align: left; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; }
.row > * { flex: 1 1 10rem; }
.row > button { flex: 0 0 auto; }
.tabs { display: flex; gap: .25rem; margin: 0 0 1rem; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin: .6rem 0 0; }
details.card > summary h2 { display: inline; color: var(--accent); }
details.card[open] > summary { margin-bottom: .6rem; }
button[aria-pressed=true] { background: var(--accent-soft); }
details summary { padding: .25rem 0; cursor: pointer; color: var(--accent); font-weight: 500; }
figure { margin: .5rem 0 .6rem; }
td summary { white-space: nowrap; }
td form { min-width: 16rem; }
th .link, td .link, td code { display: inline-block; min-width: 7rem; }
th .link.ip, td .link.ip { min-width: 0; }
figure svg { display: block; width: 100%; height: auto; min-width: 36rem; }
figure figcaption { color: var(--soft); font-size: .875rem; margin-top: .35rem; }
svg text { fill: var(--soft); font-size: 11px; }
svg text.name { fill: var(--ink); font-size: 12px; }
svg .axis { stroke: var(--line); }
svg .lane { stroke: var(--line); stroke-width: 14; stroke-linecap: round; }
svg .dot { fill: none; stroke-width: 6; stroke-linecap: round; }
svg .h1 { fill: var(--h1); } svg .h2 { fill: var(--h2); } svg .h3 { fill: var(--h3); } svg .h4 { fill: var(--h4); }
svg .h0 { fill: var(--ground); }
.k0 { stroke: var(--c0); } .k1 { stroke: var(--c1); } .k2 { stroke: var(--c2); } .k3 { stroke: var(--c3); }
.k4 { stroke: var(--c4); } .k5 { stroke: var(--c5); } .k6 { stroke: var(--c6); } .k7 { stroke: var(--c7); } .rest { stroke: var(--rest); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: .5rem 0 0; font-size: .875rem; }
.legend svg { width: 12px; height: 12px; min-width: 0; display: inline-block; vertical-align: -1px; margin-right: .35rem; }
.matrix th, .matrix td { text-align: center; padding: .4rem .5rem; }
.matrix tbody th { text-align: left; white-space: nowrap; }
.matrix td { font-variant-numeric: tabular-nums; border: 2px solid var(--card); border-radius: 6px; min-width: 3.2rem; }
.matrix .s1 { background: var(--h1); } .matrix .s2 { background: var(--h2); color: #0c1a33; } .matrix .s3 { background: var(--h3); color: #fff; } .matrix .s4 { background: var(--h4); color: #fff; }
@media (prefers-color-scheme: dark) { .matrix .s2 { color: #fff; } .matrix .s3 { color: #0c1a33; background: #78a6f5; } .matrix .s4 { color: #0c1a33; } }
.big::first-letter { text-transform: uppercase; }
.big { font-size: 1.5rem; font-weight: 650; letter-spacing: -.02em; }
dl.facts-list { margin: .5rem 0; }
dl.facts-list dt { color: var(--soft); font-size: .875rem; } dl.facts-list dd { margin: 0 0 .5rem; }
@media (max-width: 40rem) {
  .me { margin-left: 0; }
  header.top > div { padding-top: .5rem; padding-bottom: .5rem; }
  h1 { font-size: 1.35rem; }
  .card { padding: .9rem; border-radius: 10px; }
}
`;
