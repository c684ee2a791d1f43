import { article } from '../words/article.ts'
import type { Run } from './run.ts'

/** `{a}`, `{A}` and `{s}`: which they become depends on text that is not there yet, or stands outside of them. */
export type MarkKind = 'a' | 'A' | 's'

export interface Mark {
  readonly kind: MarkKind
  /** Where in the text it stands. */
  readonly at: number
}

export type Marks = Mark[]

/** As far as anybody looks for the word after an article, through blanks, quotes and tags. */
const lookAhead = 600

/** Fills in the marks of a text: plurals by the number before, and articles from the end, by the sound that follows. */
export function resolveMarks(run: Run, text: string, marks: Marks): string {
  run.charge(marks.length * 4)
  const filled = plurals(text, marks)
  let after = ''
  let end = text.length
  const pieces: string[] = []
  for (let place = marks.length - 1; place >= 0; place--) {
    const mark = marks[place]
    if (mark === undefined) continue
    const piece = text.slice(mark.at, end)
    after = (piece.slice(0, lookAhead) + after).slice(0, lookAhead)
    const word = mark.kind === 's' ? (filled.get(mark) ?? '{s}') : article(after, mark.kind === 'A')
    after = (word + after).slice(0, lookAhead)
    pieces.push(piece, word)
    end = mark.at
  }
  pieces.push(text.slice(0, end))
  const whole = pieces.toReversed().join('')
  run.checkLength(whole.length)
  return whole
}

/** For each `{s}` its "s" or nothing; none where no number stands before it. */
function plurals(text: string, marks: Marks): ReadonlyMap<Mark, string> {
  const filled = new Map<Mark, string>()
  let ending: string | undefined
  let from = 0
  for (const mark of marks) {
    if (mark.kind !== 's') continue
    const number = text
      .slice(from, mark.at)
      .match(/\d[\d,]*(?:\.\d+)?/g)
      ?.at(-1)
    if (number !== undefined) ending = Number(number.replaceAll(',', '')) === 1 ? '' : 's'
    from = mark.at
    if (ending !== undefined) filled.set(mark, ending)
  }
  return filled
}
