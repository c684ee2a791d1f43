import { sheetSchema, type Sheet } from '#protocol/sheet.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { partLists, partsCall, partsIn } from '../workshop/parts.ts'
import type { Rollable } from '../workshop/rollables.ts'
import type { Rolled } from '../workshop/roller.ts'
import { sheetTexts } from './saved-character.ts'

export interface RollSheetMeans {
  readonly seed: string
  /** What can be named in brackets besides the sheet's own texts. */
  readonly all: readonly Rollable[]
  readonly ask: (order: { readonly source: string; readonly seed: string; readonly call: string }) => Promise<Rolled>
}

/** Which text did not roll, and what came instead; `too-long`: what came out is more than a story takes along. */
export type NotRolled = { readonly name: string; readonly rolled: Rolled } | 'too-long'

/**
 * The sheet as a story takes it along: everything in brackets rolled. Each text is rolled for itself, in order, and may name
 * those before it, which have settled by then: `[name]` in the opening is the name that came.
 */
export async function rollSheet(sheet: Sheet, { seed, all, ask }: RollSheetMeans): Promise<Outcome<Sheet, NotRolled>> {
  const texts: Readonly<Record<string, string>> = {
    ...Object.fromEntries(sheetTexts.map((name) => [name, sheet[name]])),
    ...Object.fromEntries(sheet.lore.map(({ text }, place) => [loreName(place), text])),
  }
  const settled: Record<string, string> = {}
  for (const [name, text] of Object.entries(texts)) {
    if (!hasSigns(text)) {
      settled[name] = text
      continue
    }
    const source = partLists({ texts, kept: settled }, all).join('\n')
    const rolled = await ask({ source, seed: `${seed}/${name}`, call: partsCall([name]) })
    const came = typeof rolled === 'object' ? rolled.texts[0] : undefined
    if (came === undefined) return fail({ name, rolled })
    settled[name] = partsIn(came, [name])[name] ?? ''
  }
  const lore = sheet.lore.map(({ keys }, place) => ({ keys, text: settled[loreName(place)] ?? '' }))
  const whole = sheetSchema.safeParse({ ...settled, lore, picture: sheet.picture })
  return whole.success ? ok(whole.data) : fail('too-long')
}

function loreName(place: number): string {
  return `lore_${place + 1}`
}

/** Whether it has a sign of the language in it: what has none stands as it was written, without being rolled. */
function hasSigns(text: string): boolean {
  return /[[\]{}\\]/.test(text)
}
