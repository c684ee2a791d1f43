/** How the pages look on which people write to each other: the status page's own paper and ink. */
export const peopleStyle: string = `
:root { color-scheme: light dark; --ink: #26221c; --soft: #635b4e; --paper: #faf7f0; --card: #fffdf8; --line: #d9d1c1; --field: #8a8171; --mark: #a3341c; --good: #2f6b45; --link: #1f5f8b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e3d6; --soft: #aba392; --paper: #1a1815; --card: #221f1b; --line: #423d34; --field: #8d8474; --mark: #f08a6c; --good: #86c79c; --link: #8cc4ee; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Georgia, 'Times New Roman', serif; }
main { max-width: 44rem; margin: 0 auto; padding: clamp(1.5rem, 6vh, 4rem) 1.25rem 3rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: clamp(1.5rem, 6vw, 2.1rem); line-height: 1.2; font-weight: 600; text-wrap: balance; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.125rem; font-weight: 600; }
p { margin: 0.5rem 0; }
a { color: var(--link); }
.note { color: var(--soft); font-size: 0.9375rem; }
.mark { color: var(--mark); }
.good { color: var(--good); }
ol, ul { list-style: none; margin: 0; padding: 0; }
li.card, .card { margin: 0.75rem 0; padding: 0.75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; }
li.card p:first-child, .card p:first-child { margin-top: 0; }
li.card p:last-child, .card p:last-child { margin-bottom: 0; }
.words { white-space: pre-wrap; }
pre { margin: 0.5rem 0; padding: 0.75rem; overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; font: 0.875rem/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
img { display: block; max-width: 100%; height: auto; margin: 0.5rem 0; border: 1px solid var(--line); border-radius: 0.5rem; }
label { display: block; margin: 0.75rem 0 0.25rem; font-size: 0.9375rem; }
textarea, input:not([type='checkbox'], [type='hidden']), select { width: 100%; padding: 0.5rem 0.6rem; color: inherit; background: var(--card); border: 1px solid var(--field); border-radius: 0.4rem; font: inherit; }
fieldset { margin: 0.75rem 0; padding: 0; border: 0; }
legend { padding: 0; font-size: 0.9375rem; }
label.choice { display: flex; gap: 0.5rem; align-items: center; min-height: 1.75rem; margin: 0.25rem 0; }
form.card h2 { margin-top: 0; }
.button, button { display: inline-block; margin: 0.25rem 0.5rem 0.25rem 0; padding: 0.5rem 0.9rem; min-height: 2.75rem; color: var(--ink); background: var(--card); border: 1px solid var(--field); border-radius: 0.4rem; font: inherit; text-decoration: none; cursor: pointer; }
.row { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: baseline; justify-content: space-between; }
summary { cursor: pointer; padding: 0.35rem 0; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0 0 1rem; }
nav a { padding: 0.35rem 0; }
nav a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
:is(a, button, summary, textarea, input, select, pre):focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
@media print { nav, form, .button, button { display: none; } }
`
