/** Brackets keep a pattern from finding itself. */
const patterns = [
  {
    what: 'a path of one machine',
    pattern: /(?:^|[\s"'`(=:])(?:[/]home[/](?!you[/])|[/]Users[/]|[/]root[/]|[/]work[/]|[A-Z]:\\Users\\)\w/,
  },
  {
    what: 'the address of a registry',
    pattern: /"resolved": "https?:|https?:[/][/](?:registry|npm|artifactory|nexus|verdaccio)[.:]/,
  },
  {
    what: 'something that looks like a key',
    pattern: /\b(?:sk-[A-Za-z0-9]{32,}|AKIA[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{36})\b|BEGIN [A-Z ]*PRIVATE KEY/,
  },
]

/**
 * @param {string} text
 * @returns {readonly { readonly line: number, readonly what: string }[]}
 */
export function unwanted(text) {
  const lines = text.split('\n')
  return patterns.flatMap(({ what, pattern }) =>
    lines.flatMap((line, index) => (pattern.test(line) ? [{ line: index + 1, what }] : [])),
  )
}
