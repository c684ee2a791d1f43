import { foldService, indentService } from '@codemirror/language'
import type { EditorState, Extension, Line } from '@codemirror/state'
import { levelOf } from './grammar.ts'

/** A list can be folded into its first line, and a new line stands where items of that list do. */
export function byIndent(): Extension {
  return [
    foldService.of((state, from) => belowOf(state, state.doc.lineAt(from))),
    indentService.of(({ state, unit }, at) => indentAfter(state, at, unit)),
  ]
}

interface Range {
  readonly from: number
  readonly to: number
}

/** The lines that are further in than this one; blank ones at their end stay. */
function belowOf({ doc }: EditorState, line: Line): Range | null {
  if (line.text.trim() === '') return null
  const level = levelOf(line.text)
  let to = line.to
  for (let number = line.number + 1; number <= doc.lines; number++) {
    const below = doc.line(number)
    if (below.text.trim() === '') continue
    if (levelOf(below.text) <= level) break
    to = below.to
  }
  return to > line.to ? { from: line.to, to } : null
}

/** Whoever has written a list's name goes on with its first item. */
function indentAfter({ doc }: EditorState, at: number, unit: number): number | null {
  const { text, from } = doc.lineAt(at)
  const isNewList = /^[\p{L}_$][\p{L}\p{N}_$]*(?:\([^()]*\)\s*=>)?\s*$/u.test(text.slice(0, at - from))
  return isNewList ? unit : null
}
