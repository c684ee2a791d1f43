/** A line `/gen name` in a text. */
export interface GenLine {
  readonly from: number
  readonly to: number
  /** What stands behind the word; perhaps nothing yet. */
  readonly typed: string
}

export function genLineIn(text: string): GenLine | null {
  const found = /^\/gen(?:[ \t]+(.*))?$/m.exec(text)
  if (found === null) return null
  return { from: found.index, to: found.index + found[0].length, typed: (found[1] ?? '').trim() }
}
