/** Where a line begins, and how far into the text a place is. Both count from 1; what lies behind the end is the end. */
export function offsetOf(text: string, line: number, column: number): number {
  let from = 0
  for (let before = 1; before < line; before++) {
    const end = text.indexOf('\n', from)
    if (end === -1) return text.length
    from = end + 1
  }
  const end = text.indexOf('\n', from)
  return Math.min(from + column - 1, end === -1 ? text.length : end)
}

export function linesIn(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

/** With what the line begins in which the caret stands, up to the caret: the next line begins so too. */
export function indentAt(text: string, caret: number): string {
  const from = text.lastIndexOf('\n', caret - 1) + 1
  return /^[\t ]*/.exec(text.slice(from, caret))?.[0] ?? ''
}
