/** How a page of the edge looks: quiet, readable at 320 px and on paper, in the reader's own light or dark. */
export const style: string = `
:root { color-scheme: light dark; --ink: #26221c; --soft: #635b4e; --paper: #faf7f0; --line: #d9d1c1; --mark: #a3341c; --link: #1f5f8b; --on: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e3d6; --soft: #aba392; --paper: #1a1815; --line: #423d34; --mark: #f08a6c; --link: #8cc4ee; --on: #10202c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Georgia, 'Times New Roman', serif; }
main { max-width: 38rem; margin: 0 auto; padding: clamp(1.5rem, 7vh, 5rem) 1.25rem 3rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 0.75rem; font-size: clamp(1.5rem, 6vw, 2.1rem); line-height: 1.2; font-weight: 600; text-wrap: balance; }
.side { margin: 0 0 0.5rem; color: var(--mark); font-style: italic; }
ol { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1.5rem 0; padding: 0.75rem 0; border-block: 1px solid var(--line); font-size: 0.9375rem; }
.broken { color: var(--mark); font-weight: 600; }
.unknown { color: var(--soft); }
.answers dt { font-weight: 600; }
.answers dd { margin: 0 0 1rem; }
.place { margin: 1.5rem 0; padding: 1rem 0; border-block: 1px solid var(--line); }
.place dt { color: var(--soft); font-size: 0.9375rem; }
.place dd { margin: 0 0 0.5rem; font-size: 1.75rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
#wait { color: var(--soft); min-height: 1.6em; }
.ways { display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem; align-items: center; }
a { color: var(--link); }
form { display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem; align-items: center; margin: 1rem 0; }
a.button { padding: 0.6rem 1.15rem; border-radius: 0.4rem; background: var(--link); color: var(--on); text-decoration: none; font-weight: 600; }
button { padding: 0.4rem 0.9rem; border: 1px solid currentColor; border-radius: 0.4rem; background: none; color: var(--link); font: inherit; cursor: pointer; }
a:focus-visible, summary:focus-visible, button:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; }
details { margin-top: 2rem; color: var(--soft); font-size: 0.9375rem; }
summary { padding: 0.25rem 0; cursor: pointer; }
#details div { display: grid; grid-template-columns: minmax(5rem, 8rem) 1fr; gap: 0 0.75rem; padding: 0.2rem 0; border-top: 1px solid var(--line); }
#details dd { margin: 0; color: var(--ink); font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.875em; }
.number { margin-top: 2rem; color: var(--soft); font-size: 0.875rem; }
@media (max-width: 24rem) { #details div { grid-template-columns: 1fr; } }
@media print {
  :root { --ink: #000; --soft: #333; --paper: #fff; --line: #999; --mark: #000; }
  #wait, .ways, form, button { display: none; }
  details::details-content { content-visibility: visible; display: block; }
}
`
