/** How the health page looks: as quiet as the rest of the house, in the reader's own light or dark. */
export const healthPageStyle: string = `
:root { color-scheme: light dark; --ink: #26221c; --soft: #635b4e; --paper: #faf7f0; --line: #d9d1c1; --mark: #a3341c; --good: #2f6b45; --link: #1f5f8b; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e3d6; --soft: #aba392; --paper: #1a1815; --line: #423d34; --mark: #f08a6c; --good: #86c79c; --link: #8cc4ee; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Georgia, 'Times New Roman', serif; }
main { max-width: 38rem; margin: 0 auto; padding: clamp(1.5rem, 8vh, 6rem) 1.25rem 3rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1.5rem; font-size: clamp(1.5rem, 6vw, 2.1rem); line-height: 1.2; font-weight: 600; text-wrap: balance; }
ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }
li { padding: 1rem 0; border-bottom: 1px solid var(--line); }
h2 { margin: 0; font-size: 1.125rem; font-weight: 600; }
h2 span { color: var(--good); }
.broken h2, .broken h2 span { color: var(--mark); }
p { margin: 0.25rem 0; }
.task, .note { color: var(--soft); font-size: 0.9375rem; }
main > .note { margin: 1.5rem 0; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; }
`
