import * as z from 'zod/mini'

/** Where the caret stands, or what is selected. */
export interface Caret {
  readonly start: number
  readonly end: number
}

/**
 * What one tab has written into a box, as it is kept. Its edits are counted, never timed: a clock may be set back, a
 * count is not.
 */
export interface Words {
  /** The box: a branch of a chat, the blank page, or a message that is being edited. */
  readonly place: string
  /** The tab. */
  readonly by: string
  /** Greater than that of every edit of this box that the tab had seen. */
  readonly edit: number
  /** For each other tab: up to which of its edits these words have taken in what it wrote. */
  readonly over: Readonly<Record<string, number>>
  /** Empty: what stood there was sent or deleted. */
  readonly text: string
  readonly caret: Caret
  /** They were carried here from these edits of other boxes, and nobody has touched them since. */
  readonly from?: readonly PlacedMark[] | undefined
}

/** One edit of one box: what a tab had written there, as it stood then. */
export type EditMark = Pick<Words, 'by' | 'edit'>

export type PlacedMark = EditMark & Pick<Words, 'place'>

const countSchema = z.number().check(z.nonnegative())

export const placedMarkSchema: z.ZodMiniType<PlacedMark> = z.object({
  // Turns of older pages do not say which box it was: then it is none.
  place: z._default(z.string(), ''),
  by: z.string(),
  edit: countSchema,
})

export const wordsSchema: z.ZodMiniType<Words> = z.object({
  place: z.string(),
  by: z.string(),
  edit: countSchema,
  over: z.record(z.string(), countSchema),
  text: z.string(),
  caret: z.object({ start: countSchema, end: countSchema }),
  from: z.optional(z.array(placedMarkSchema)),
})

export function markOf({ place, by, edit }: PlacedMark): PlacedMark {
  return { place, by, edit }
}

/** True when nothing of `other` is missing from `words`: they are the same, or were written over it. */
export function hasTakenIn(words: Words, other: EditMark): boolean {
  return (words.by === other.by ? words.edit : (words.over[other.by] ?? 0)) >= other.edit
}

export function isSameEdit(one: EditMark, other: EditMark): boolean {
  return one.by === other.by && one.edit === other.edit
}

/** True when they are this edit, or were carried from it. */
export function areMadeOf(words: Words, mark: PlacedMark): boolean {
  return [words, ...(words.from ?? [])].some((one) => one.place === mark.place && isSameEdit(one, mark))
}

/** What stands side by side when one more is known: whatever was written over is gone. */
export function join(standing: readonly Words[], incoming: Words): readonly Words[] {
  if (standing.some((words) => hasTakenIn(words, incoming))) return standing
  return [...standing.filter((words) => !hasTakenIn(incoming, words)), incoming]
}

/** The newest of what stands side by side; two of one age are put in order by their tabs, everywhere the same. */
export function newest(standing: readonly Words[]): Words | undefined {
  return standing.toSorted((a, b) => b.edit - a.edit || (a.by < b.by ? 1 : -1))[0]
}

export interface Edit {
  readonly place: string
  readonly by: string
  readonly text: string
  readonly caret: Caret
  readonly from?: readonly PlacedMark[] | undefined
}

/** An edit made with `standing` in sight, on top of those that it takes in. */
export function writtenOver(standing: readonly Words[], takenIn: readonly Words[], edit: Edit): Words {
  const over: Record<string, number> = {}
  for (const words of takenIn) {
    for (const [tab, count] of Object.entries({ ...words.over, [words.by]: words.edit }))
      over[tab] = Math.max(count, over[tab] ?? 0)
  }
  delete over[edit.by]
  return { ...edit, edit: 1 + Math.max(0, ...standing.map((words) => words.edit)), over }
}
