import { squareEnd } from '../syntax/brackets.ts'

/** A line that says something: blank ones and comments are left out. */
export interface Line {
  /** One tab, or two spaces, is a level. */
  readonly level: number
  /** Whether a single space is left over, which counts for nothing. */
  readonly isOdd: boolean
  readonly start: number
  /** Where its text begins and ends, without indent, comment, and blanks at the end. */
  readonly from: number
  readonly to: number
  /** Where the line ends, comment and all. */
  readonly end: number
  /** Whether these stand in it anywhere. Most lines have neither, and are not looked through again. */
  readonly hasEquals: boolean
  readonly hasCaret: boolean
}

/** Splits a source with `\n` line ends into its lines. */
export function readLines(source: string): readonly Line[] {
  const lines: Line[] = []
  for (let start = 0; start < source.length;) {
    const found = source.indexOf('\n', start)
    const end = found < 0 ? source.length : found
    const line = readLine(source, start, end)
    if (line !== undefined) lines.push(line)
    start = end + 1
  }
  return lines
}

function readLine(source: string, start: number, end: number): Line | undefined {
  let tabs = 0
  let spaces = 0
  let from = start
  for (; from < end; from++) {
    const code = source.charCodeAt(from)
    if (code === 9) tabs++
    else if (code === 32) spaces++
    else break
  }
  const { hasSlash, hasEquals, hasCaret } = signsIn(source, from, end)
  const to = trimEnd(source, from, hasSlash ? commentStart(source, from, end) : end)
  if (to <= from) return undefined
  return { level: tabs + (spaces >> 1), isOdd: spaces % 2 === 1, start, from, to, end, hasEquals, hasCaret }
}

function signsIn(source: string, from: number, end: number) {
  let [hasSlash, hasEquals, hasCaret] = [false, false, false]
  for (let at = from; at < end; at++) {
    const code = source.charCodeAt(at)
    if (code === 47) hasSlash = true
    else if (code === 61) hasEquals = true
    else if (code === 94) hasCaret = true
  }
  return { hasSlash, hasEquals, hasCaret }
}

/** Where the comment of a line begins: at its start or after a blank, and in no square block. */
function commentStart(source: string, from: number, end: number): number {
  for (let i = from; i < end; i++) {
    const code = source.charCodeAt(i)
    if (code === 92) i++
    else if (code === 91) {
      const close = squareEnd(source, i, end)
      if (close < 0) return end
      i = close
    } else if (code === 47 && source.charCodeAt(i + 1) === 47) {
      if (i === from || isBlank(source.charCodeAt(i - 1))) return i
      i++
    }
  }
  return end
}

function trimEnd(source: string, from: number, to: number): number {
  let end = to
  while (end > from && isBlank(source.charCodeAt(end - 1))) end--
  return end
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 0xa0 || code === 0xfeff
}
