/** How a fault looks: quiet, readable at 320 px, in the reader's own light or dark. */
export const faultPageStyle: string = `
:root { color-scheme: light dark; --ink: #26221c; --soft: #635b4e; --paper: #faf7f0; --line: #d9d1c1; --mark: #a3341c; --link: #1f5f8b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e3d6; --soft: #aba392; --paper: #1a1815; --line: #423d34; --mark: #f08a6c; --link: #8cc4ee; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Georgia, 'Times New Roman', serif; }
main { max-width: 38rem; margin: 0 auto; padding: clamp(1.5rem, 8vh, 6rem) 1.25rem 3rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 0.75rem; font-size: clamp(1.5rem, 6vw, 2.1rem); line-height: 1.2; font-weight: 600; text-wrap: balance; }
.side { margin: 0 0 0.5rem; color: var(--mark); font-style: italic; }
ol { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1.5rem 0; padding: 0.75rem 0; border-block: 1px solid var(--line); font-size: 0.9375rem; }
.broken { color: var(--mark); font-weight: 600; }
.unknown { color: var(--soft); }
dt { font-weight: 600; }
dd { margin: 0 0 1rem; }
#wait { color: var(--soft); min-height: 1.6em; }
.ways { display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem; align-items: center; }
a { color: var(--link); }
.button { padding: 0.5rem 1rem; border: 1px solid currentColor; border-radius: 0.4rem; text-decoration: none; }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; }
details { margin-top: 2rem; color: var(--soft); font-size: 0.9375rem; }
code, time { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.875em; }
`
