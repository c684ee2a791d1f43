/** A piece of HTML in which everything that came from outside is escaped. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/**
 * Writes HTML: what is filled in is escaped, unless it is markup already. Not named `html`: formatters rewrite the white
 * space of templates of that name, and with it the style and script that a page's policy knows by their hash.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly Filling[]): Markup {
  return new Markup(strings.map((part, i) => part + textOf(values[i] ?? '')).join(''))
}

type Filling = string | Markup | readonly Markup[]

/** HTML that we wrote ourselves, as it stands. Never for anything that came from outside. */
export function trustedMarkup(text: string): Markup {
  return new Markup(text)
}

function textOf(value: Filling): string {
  if (typeof value === 'string') return escaped(value)
  return value instanceof Markup ? value.text : value.map(({ text }) => text).join('\n')
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
