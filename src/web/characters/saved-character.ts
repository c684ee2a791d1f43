import * as z from 'zod/mini'
import type { Sheet } from '#protocol/sheet.ts'
import type { Kind } from '../workshop/library.ts'

/** The texts of a character, in the order in which they are rolled: each may name those before it. */
export const sheetTexts = ['name', 'about', 'scene', 'opening', 'telling'] as const
export type SheetText = (typeof sheetTexts)[number]

export type SheetTexts = Readonly<Record<SheetText, string>>

/** A character as it is kept in this browser, with its brackets as they were written. */
export interface SavedCharacter extends SheetTexts {
  readonly id: string
  readonly lore: readonly { readonly id: string; readonly keys: string; readonly text: string }[]
  readonly picture: string
  readonly changedAt: number
}

const savedSchema: z.ZodMiniType<SavedCharacter> = z.object({
  id: z.string(),
  name: z.string(),
  about: z.string(),
  scene: z.string(),
  opening: z.string(),
  telling: z.string(),
  lore: z.array(z.object({ id: z.string(), keys: z.string(), text: z.string() })),
  picture: z.string(),
  changedAt: z.number(),
})

export const savedCharacters: Kind<SavedCharacter> = { name: 'character', schema: savedSchema }

/** What a story is about, while it is changed here and not yet there: under the id of its chat, without brackets. */
export const changedSheets: Kind<SavedCharacter> = { name: 'story-sheet', schema: savedSchema }

/** The most that each text may have in it (`#protocol/sheet.ts`), after it was rolled, too. */
export const mostIn: Readonly<Record<SheetText, number>> = {
  name: 200,
  about: 20_000,
  scene: 10_000,
  opening: 20_000,
  telling: 10_000,
}

/** What a chat would get of it, unrolled. */
export function sheetOf({ name, about, scene, opening, telling, lore, picture }: SavedCharacter): Sheet {
  return { name, about, scene, opening, telling, lore: lore.map(({ keys, text }) => ({ keys, text })), picture }
}
