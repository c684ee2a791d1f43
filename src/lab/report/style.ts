/** How the report looks: as quiet as the rest of the house, in the reader's own light or dark. */
export const reportStyle: string = `
:root { color-scheme: light dark; --ink: #26221c; --soft: #635b4e; --paper: #faf7f0; --line: #d9d1c1; --mark: #a3341c; --good: #2f6b45; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e3d6; --soft: #aba392; --paper: #1a1815; --line: #423d34; --mark: #f08a6c; --good: #86c79c; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 Georgia, 'Times New Roman', serif; }
main { max-width: 75rem; margin: 0 auto; padding: 3rem 1.25rem; }
h1 { margin: 0 0 0.5rem; font-size: 2rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.25rem; }
p { margin: 0.25rem 0; max-width: 45rem; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
td { max-width: 40rem; }
thead th { color: var(--soft); font-weight: 600; }
.good { color: var(--good); }
.bad { color: var(--mark); }
.note { color: var(--soft); }
ul { margin: 0; padding-left: 1.1rem; }
summary { cursor: pointer; }
`
