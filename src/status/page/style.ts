/** How the status pages look: as quiet as the rest of the house, at 320 px and on paper, in the reader's light or dark. */
export const pageStyle: string = `
:root { color-scheme: light dark; --ink: #26221c; --soft: #635b4e; --paper: #faf7f0; --card: #fffdf8; --line: #d9d1c1; --bad: #a3341c; --warn: #85530a; --good: #2f6b45; --work: #1f5f8b; --link: #1f5f8b; --bar: #8db79b; --bar-warn: #d09a3a; --bar-partial: #c8662d; --bar-bad: #9c2b1a; --pale: #e6dfd0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e3d6; --soft: #aba392; --paper: #1a1815; --card: #211e1a; --line: #423d34; --bad: #f08a6c; --warn: #e2b45c; --good: #86c79c; --work: #8cc4ee; --link: #8cc4ee; --bar: #4f7d60; --bar-warn: #c4912f; --bar-partial: #d9783f; --bar-bad: #f0694a; --pale: #35312a; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Georgia, 'Times New Roman', serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 46rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-block: 1.25rem 0; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; font-size: 0.9375rem; }
nav a { padding: 0.25rem 0; }
main { padding-block: 1.5rem 2rem; }
footer { padding-block: 1rem 3rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.875rem; }
h1 { margin: 0 0 0.75rem; font-size: clamp(1.5rem, 5.5vw, 2.1rem); line-height: 1.2; font-weight: 600; text-wrap: balance; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.375rem; line-height: 1.3; font-weight: 600; }
h3, h4 { margin: 0; font-size: 1.0625rem; font-weight: 600; }
section > h3 { margin: 1.5rem 0 0; color: var(--soft); font-weight: 400; font-style: italic; }
p { margin: 0.25rem 0; }
.note, .when, dt { color: var(--soft); font-size: 0.9375rem; }
a { color: var(--link); }
button, select { max-width: 100%; padding: 0.4rem 0.8rem; min-height: 2.75rem; border: 1px solid currentColor; border-radius: 0.4rem; background: none; color: inherit; font: inherit; }
select option { color: initial; }
button { color: var(--link); cursor: pointer; }
.say { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; margin: 1.25rem 0; }
a:focus-visible, summary:focus-visible, select:focus-visible, button:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1.25rem; top: 0.25rem; background: var(--paper); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.notice, .standing { margin: 0 0 1.5rem; padding: 0.875rem 1.125rem; border: 1px solid var(--line); border-left: 0.375rem solid var(--tone, var(--soft)); border-radius: 0.25rem; background: var(--card); }
.standing h1 { margin: 0; }
.standing h1 span { color: var(--tone); }
.standing p { margin-top: 0.5rem; }
.well, .operational { --tone: var(--good); }
.critical, .major, .major_outage, .partial_outage { --tone: var(--bad); }
.minor, .degraded_performance, .reported { --tone: var(--warn); }
.maintenance, .under_maintenance, .in_progress { --tone: var(--work); }
.blind, .watched { --tone: var(--soft); }
article { margin: 1.5rem 0; padding: 1.125rem; border: 1px solid var(--line); border-top: 0.25rem solid var(--tone, var(--line)); border-radius: 0.25rem; background: var(--card); }
article h1, article h2 { margin-top: 0; }
article > h2:not(:first-child), article > h3:not(:first-child) { margin: 1.25rem 0 0.25rem; font-size: 1.0625rem; }
.side { font-style: italic; }
.incident:not(.over) .side { color: var(--tone); }
dl { margin: 0.75rem 0; }
dd { margin: 0 0 0.75rem; }
.answers dt { color: var(--ink); font-size: 1.0625rem; font-weight: 600; }
.facts div { display: grid; grid-template-columns: minmax(7rem, 10rem) 1fr; gap: 0 1rem; padding: 0.3rem 0; border-top: 1px solid var(--line); }
.facts dd { margin: 0; }
ul, ol { margin: 0; padding: 0; list-style: none; }
.updates li { padding: 0.625rem 0 0.625rem 1rem; border-left: 2px solid var(--line); }
.updates strong { color: var(--ink); }
.corrected { color: var(--soft); font-size: 0.9375rem; }
.past li, .processes li, .component { padding: 0.75rem 0; border-bottom: 1px solid var(--line); }
.component > h3, .component > h4 { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
.state { color: var(--tone); font-weight: 400; }
svg { display: block; width: 100%; height: 1.75rem; margin-top: 0.375rem; }
.bars .well { fill: var(--bar); }
.bars .unseen, .bars .rest { fill: var(--pale); }
.bars .degraded { fill: var(--bar-warn); }
.bars .partial { fill: var(--bar-partial); }
.bars .major { fill: var(--bar-bad); }
.bars .maintenance { fill: var(--work); }
.line { height: 2.5rem; }
.line path { fill: none; stroke: var(--link); stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.scale { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; color: var(--soft); font-size: 0.8125rem; }
details { font-size: 0.9375rem; }
summary { padding: 0.25rem 0; color: var(--link); cursor: pointer; }
table { width: 100%; border-collapse: collapse; margin: 0.5rem 0; }
caption { text-align: left; color: var(--soft); }
th, td { padding: 0.2rem 0.75rem 0.2rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
td:first-child { white-space: nowrap; }
code { font: 0.875em ui-monospace, Menlo, Consolas, monospace; }
@media (max-width: 30rem) {
  .facts div { grid-template-columns: 1fr; }
  article { padding: 0.875rem; }
}
@media (forced-colors: active) {
  .bars path, .bars rect { forced-color-adjust: none; }
}
@media print {
  :root { --ink: #000; --soft: #333; --paper: #fff; --card: #fff; --line: #999; --bad: #000; --warn: #000; --good: #000; --work: #000; --link: #000; --bar: #ccc; --bar-warn: #888; --bar-partial: #555; --bar-bad: #000; --pale: #fff; }
  header nav, .skip { display: none; }
  article, .component { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; }
}
`
