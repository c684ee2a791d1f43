import { Attr, parser, parser_end, parser_write, type Parser, type Token } from 'streaming-markdown'
import { shapes, type Shape } from './elements.ts'
import { followableAddress } from './links.ts'
import type { Page, Tag } from './page.ts'

/** An element that is being written. */
interface Open<N> {
  readonly node: N
  readonly shape: Shape
  hasText: boolean
  /** Of a link: whether it said where it leads. */
  isAddressed: boolean
  /** Of a checkbox. */
  isChecked: boolean
  /** Of a table: its rows so far. */
  rows: number
}

/**
 * Writes streaming Markdown to a page, each character as soon as its meaning is decided, and never takes anything
 * back. Only what `Page` offers can come of it, whatever the text says.
 *
 * The parser drops the delimiters of what it takes for a link or a formula. Where it turns out to be none, they are
 * written out, for a story full of [stage directions] and $prices has to arrive whole.
 */
export class ProseWriter<N> {
  readonly #page: Page<N>
  readonly #parser: Parser
  readonly #root: Open<N>
  readonly #opened: Open<N>[] = []
  /** An address that cannot be one is being given back to the text. */
  #isGivingBack = false

  constructor(page: Page<N>, root: N) {
    this.#page = page
    this.#root = open(root, { as: 'root' })
    this.#parser = parser({
      data: undefined,
      add_token: (_, token) => this.#open(token),
      end_token: () => this.#close(),
      add_text: (_, text) => this.#text(text),
      set_attr: (_, attr, value) => this.#attribute(attr, value),
    })
  }

  write(text: string): void {
    for (const line of text.split(/(?<=\n)/)) {
      this.#line(line)
      if (line.endsWith('\n')) this.#giveBackAddress()
    }
  }

  // Between the rows of a table the parser holds text back to the end of what it was given, past the row that follows.
  #line(line: string): void {
    const pieces = this.#opened.some(({ shape }) => shape.as === 'element' && shape.tag === 'table') ? line : [line]
    for (const piece of pieces) parser_write(this.#parser, piece)
  }

  /** Marks this place as one where another back end took over. */
  seam(index: number): void {
    this.#page.seam(this.#here.node, index)
  }

  /** No more text comes: what was held back to see how it goes on is written. */
  end(): void {
    parser_end(this.#parser)
    this.#giveBackAddress()
    const rest = this.#parser.pending.trim()
    if (rest !== '') this.#text(rest)
    this.#parser.pending = ''
  }

  get #here(): Open<N> {
    return this.#opened.at(-1) ?? this.#root
  }

  // An address has no line feed in it. Without this the parser would look for its closing bracket to the end of the
  // story, and show nothing of it.
  #giveBackAddress(): void {
    while (this.#parser.pending.startsWith('](')) {
      const swallowed = this.#parser.pending.slice(2)
      this.#isGivingBack = true
      parser_write(this.#parser, ')')
      this.#isGivingBack = false
      parser_write(this.#parser, swallowed)
    }
  }

  #open(token: Token): void {
    const shape = shapes[token]
    const parent = this.#here
    if (parent === this.#root && standsAlone(shape) && this.#root.hasText) this.#page.text(parent.node, '\n\n')
    parent.hasText = true
    this.#opened.push(open(this.#nodeOf(shape, parent), shape))
    if (shape.as === 'link' && shape.opening !== '') this.#page.text(this.#here.node, shape.opening)
    if (shape.as === 'formula') this.#text(this.#openingOf(shape.isBlock))
  }

  #nodeOf(shape: Shape, parent: Open<N>): N {
    switch (shape.as) {
      case 'element':
        if (shape.tag === 'tr') parent.rows += 1
        return this.#page.element(parent.node, shape.tag)
      case 'link':
        return this.#page.element(parent.node, this.#isInLink() ? 'span' : 'a')
      case 'code':
        return this.#page.element(this.#page.element(parent.node, 'pre'), 'code')
      case 'cell':
        return this.#page.element(parent.node, this.#cellTag())
      case 'formula':
        return this.#page.element(parent.node, 'span')
      case 'line-break':
      case 'checkbox':
      case 'root':
        return parent.node
    }
  }

  #cellTag(): Tag {
    return this.#opened.at(-2)?.rows === 1 ? 'th' : 'td'
  }

  #isInLink(): boolean {
    return this.#opened.some(({ shape }) => shape.as === 'link')
  }

  #text(text: string): void {
    this.#here.hasText = true
    this.#page.text(this.#here.node, text)
  }

  #attribute(attr: Attr, value: string): void {
    const here = this.#here
    if (attr === Attr.Href || attr === Attr.Src) this.#address(here, value)
    else if (attr === Attr.Lang) this.#page.language(here.node, value)
    else if (attr === Attr.Checked) here.isChecked = true
    else if (/^\d{1,9}$/.test(value)) this.#page.startAt(here.node, Number(value))
  }

  #address(link: Open<N>, raw: string): void {
    link.isAddressed = true
    const isBare = link.shape.as === 'link' && link.shape.opening === ''
    const address = this.#opened.slice(0, -1).some(isLink) ? null : followableAddress(isBare ? sentenceless(raw) : raw)
    if (this.#isGivingBack) this.#text('](')
    else if (address === null && !isBare) this.#text(`](${raw})`)
    else if (address !== null) this.#lead(link, address)
  }

  #lead({ node, shape, hasText }: Open<N>, address: string): void {
    this.#page.leadTo(node, address)
    if (shape.as !== 'link' || shape.opening === '') return
    this.#page.dropFirst(node, shape.opening.length)
    // An image without a description would be a link without a word to press.
    if (!hasText) this.#text(address)
  }

  // What the parser has put aside when it finds a formula is the delimiter, or the first half of `\(`.
  #openingOf(isBlock: boolean): string {
    if (isBlock) return `${this.#parser.pending}\n`
    return this.#parser.pending === '$' ? '$' : '\\('
  }

  #close(): void {
    const { shape, isAddressed, isChecked } = this.#here
    const { pending } = this.#parser
    if (shape.as === 'link' && !isAddressed && pending === ']') this.#text(']')
    if (shape.as === 'formula' && pending.startsWith('$')) this.#text(shape.isBlock ? '$$' : '$')
    if (shape.as === 'formula' && pending.startsWith('\\')) this.#text(shape.isBlock ? '\\]' : '\\)')
    if (shape.as === 'line-break') this.#text('\n')
    if (shape.as === 'checkbox') this.#text(isChecked ? '☑' : '☐')
    this.#opened.pop()
  }
}

function open<N>(node: N, shape: Shape): Open<N> {
  return { node, shape, hasText: false, isAddressed: false, isChecked: false, rows: 0 }
}

function standsAlone({ as }: Shape): boolean {
  return as === 'element' || as === 'code'
}

function isLink<N>({ shape }: Open<N>): boolean {
  return shape.as === 'link'
}

/** A bare address without the punctuation of the sentence that it ends. */
function sentenceless(address: string): string {
  return address.replace(/[.,;:!?]+$/, '')
}
