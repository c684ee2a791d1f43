/** Readable by day and by night, on a telephone and on paper. */
export const htmlStyle = `
:root { color-scheme: light dark; --ink: #1d1b18; --paper: #fdfbf7; --quiet: #6a635a; --own: #f1ece2; --line: #ddd5c7 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e3da; --paper: #191714; --quiet: #a39b8f; --own: #26231f; --line: #3a352e }
}
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 42rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.65 Georgia, 'Times New Roman', serif }
nav, h1, h2, h3, .day, .note { font-family: system-ui, sans-serif }
h2 { margin: 4rem 0 0; line-height: 1.25 }
h3 { margin: 0 0 .25rem; font-size: .8125rem; font-weight: 600; color: var(--quiet) }
.day, .note { margin: .25rem 0 0; font-size: .8125rem; color: var(--quiet) }
section { margin: 1.75rem 0 }
.own { padding: .75rem 1rem; border-radius: .5rem; background: var(--own) }
.words { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
article { border-bottom: 1px solid var(--line); padding-bottom: 2rem }
a { color: inherit }
@media print {
  :root { --ink: #000; --paper: #fff; --quiet: #555; --own: #fff; --line: #bbb }
  body { max-width: none; padding: 0; font-size: 11pt }
  nav { display: none }
  .own { padding: 0 0 0 .75rem; border-left: 2px solid var(--line); border-radius: 0 }
  article { break-before: page; border: 0 }
  article:first-of-type { break-before: auto }
  h2, h3 { break-after: avoid }
}
`
