/** A piece of HTML in which everything that came from outside is escaped. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** Writes HTML: what is filled in is escaped, unless it is a piece of HTML already. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return new Html(strings.map((part, i) => part + textOf(values[i] ?? '')).join(''))
}

/** HTML that we wrote ourselves, as it stands. Never for anything that came from outside. */
export function trustedHtml(text: string): Html {
  return new Html(text)
}

function textOf(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return escaped(value)
  return value instanceof Html ? value.text : value.map(({ text }) => text).join('\n')
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
