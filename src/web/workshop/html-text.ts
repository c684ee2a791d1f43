const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }

/** The signs that HTML writes with an ampersand, as they are. Those that are known by name only to few stay. */
export function unescapeHtml(html: string): string {
  return html.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole
  })
}

/** What a piece of HTML says, as plain text: its scripts and styles say nothing. */
export function textOfHtml(html: string): string {
  const small = html.toLowerCase()
  let text = ''
  let at = 0
  for (let open = html.indexOf('<'); open >= 0; open = html.indexOf('<', at)) {
    text += html.slice(at, open)
    const [, name = ''] = /^<\/?([a-z][a-z\d]*)/i.exec(html.slice(open, open + 20)) ?? []
    if (name === '' && !html.startsWith('<!', open)) {
      text += '<'
      at = open + 1
      continue
    }
    at = endOf(small, open, name.toLowerCase())
    if (breaks.has(name.toLowerCase())) text += '\n'
  }
  return unescapeHtml(text + html.slice(at))
}

const silent: ReadonlySet<string> = new Set(['script', 'style', 'template', 'noscript'])
const breaks: ReadonlySet<string> = new Set('br p div h1 h2 h3 h4 h5 h6 li ul ol tr table section center'.split(' '))

/** Where the reading goes on after a tag, or after an element of which nothing is to be read. */
function endOf(html: string, open: number, name: string): number {
  const isSilent = silent.has(name) && html[open + 1] !== '/'
  const end = html.startsWith('<!--', open)
    ? past(html, '-->', open)
    : isSilent
      ? past(html, '>', past(html, `</${name}`, open))
      : past(html, '>', open)
  return Math.max(end, open + 1)
}

function past(text: string, sought: string, from: number): number {
  const found = text.indexOf(sought, from)
  return found < 0 ? text.length : found + sought.length
}
