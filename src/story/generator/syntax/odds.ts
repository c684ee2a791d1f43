import { squareEnd, visitBare } from './brackets.ts'

const staticOdds = /^(\d+(?:\.\d*)?|\.\d+)(?:\/(\d+(?:\.\d*)?|\.\d+))?$/

export interface SplitOdds {
  /** Where the text before the odds ends. */
  readonly textEnd: number
  readonly odds: number | { readonly from: number; readonly to: number }
  /** Where something stands that looks like odds and is none. */
  readonly malformedAt: number | undefined
}

/** Parts the text of an item or of a curly option from the `^odds` at its end. */
export function splitOdds(source: string, from: number, to: number): SplitOdds {
  let caret = -1
  visitBare(source, from, to, (code, at) => {
    if (code === 94) caret = at
  })
  if (caret < 0) return evenOdds(to)
  const odds = oddsFrom(source, caret + 1, to)
  if (odds === undefined) return { textEnd: to, odds: 1, malformedAt: caret }
  return { textEnd: from + source.slice(from, caret).trimEnd().length, odds, malformedAt: undefined }
}

/** Those of a text that says nothing of odds. */
export function evenOdds(textEnd: number): SplitOdds {
  return { textEnd, odds: 1, malformedAt: undefined }
}

function oddsFrom(source: string, from: number, to: number): SplitOdds['odds'] | undefined {
  const written = source.slice(from, to).trim()
  if (written.startsWith('[')) {
    const open = source.indexOf('[', from)
    const end = squareEnd(source, open, to)
    return end >= 0 && source.slice(end + 1, to).trim() === '' ? { from: open + 1, to: end } : undefined
  }
  const [, over, under = '1'] = staticOdds.exec(written) ?? []
  const odds = over === undefined ? Number.NaN : Number(over) / Number(under)
  return Number.isFinite(odds) ? odds : undefined
}
