/**
 * Where the square block that opens at `at` closes; -1 if it does not before `to`. What follows an unclosed bracket is
 * never looked at again, here and below: else a line of nothing but such brackets would be read once for each of them.
 */
export function squareEnd(source: string, at: number, to: number): number {
  let open = 0
  for (let i = at; i < to; i++) {
    switch (source.charCodeAt(i)) {
      case 91:
        open++
        break
      case 93:
        if (--open === 0) return i
        break
      case 92:
        i++
        break
      case 34:
      case 39:
      case 96: {
        const end = quoteEnd(source, i, to)
        if (end > 0) i = end
        break
      }
      default:
    }
  }
  return -1
}

/**
 * Where the quote that opens at `at` closes; -1 if it is none, as an apostrophe is that stands right after a letter, or
 * does not close.
 */
export function quoteEnd(source: string, at: number, to: number): number {
  const quote = source.charCodeAt(at)
  if (quote === 39 && at > 0 && /[\p{L}\p{N}]/u.test(source.charAt(at - 1))) return -1
  for (let i = at + 1; i < to; i++) {
    const code = source.charCodeAt(i)
    if (code === 92) i++
    else if (code === quote) return i
  }
  return -1
}

/** The places of what matters in a curly block. */
export interface Curly {
  readonly end: number
  /** Of the `|` at the block's own level. */
  readonly bars: readonly number[]
}

/** All curly blocks of a text by the place where they open. A block that does not close has no entry. */
export function curlyBlocks(source: string, from: number, to: number): ReadonlyMap<number, Curly> {
  const found = new Map<number, Curly>()
  const open: { readonly at: number; readonly bars: number[] }[] = []
  for (let i = from; i < to; i++) {
    switch (source.charCodeAt(i)) {
      case 92:
        i++
        break
      case 91:
        i = orEnd(squareEnd(source, i, to), to)
        break
      case 123:
        open.push({ at: i, bars: [] })
        break
      case 124:
        open.at(-1)?.bars.push(i)
        break
      case 125: {
        const block = open.pop()
        if (block !== undefined) found.set(block.at, { end: i, bars: block.bars })
        break
      }
      default:
    }
  }
  return found
}

/** How deep brackets lie in brackets; round ones count only inside of others, where they are no mere text. */
export function nestingOf(source: string, from: number, to: number): number {
  let [square, curly, round, deepest] = [0, 0, 0, 0]
  for (let i = from; i < to; i++) {
    const code = source.charCodeAt(i)
    if (code === 92) i++
    else if (code === 91) square++
    else if (code === 93 && square > 0) square--
    else if (code === 123) curly++
    else if (code === 125 && curly > 0) curly--
    else if (code === 40 && square + curly > 0) round++
    else if (code === 41 && round > 0) round--
    else continue
    deepest = Math.max(deepest, square + curly + round)
  }
  return deepest
}

/** Calls `visit` with the place of every character that is neither escaped nor inside of brackets. */
export function visitBare(source: string, from: number, to: number, visit: (code: number, at: number) => void): void {
  for (let i = from; i < to; i++) {
    const code = source.charCodeAt(i)
    if (code === 92) i++
    else if (code === 91) i = orEnd(squareEnd(source, i, to), to)
    else if (code === 123) i = orEnd(curlyEnd(source, i, to), to)
    else visit(code, i)
  }
}

function curlyEnd(source: string, at: number, to: number): number {
  let open = 0
  for (let i = at; i < to; i++) {
    const code = source.charCodeAt(i)
    if (code === 92) i++
    else if (code === 91) i = orEnd(squareEnd(source, i, to), to)
    else if (code === 123) open++
    else if (code === 125 && --open === 0) return i
  }
  return -1
}

function orEnd(found: number, to: number): number {
  return found < 0 ? to : found
}
