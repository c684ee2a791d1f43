import * as z from 'zod/mini'
import type { Sheet } from '#protocol/sheet.ts'
import type { Kind } from '../workshop/library.ts'

/** The texts of a character, in the order in which they are rolled: each may name those before it. */
export const sheetTexts = ['name', 'about', 'scene', 'opening', 'telling'] as const
export type SheetText = (typeof sheetTexts)[number]

export type SheetTexts = Readonly<Record<SheetText, string>>

/** An entry of a lorebook, known by its id while others come and go. */
export interface SavedLore {
  readonly id: string
  readonly keys: string
  readonly text: string
}

/** A character as it is kept in this browser, with its brackets as they were written. */
export interface SavedCharacter extends SheetTexts {
  readonly id: string
  readonly lore: readonly SavedLore[]
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

/** A row of a sheet. Its entries are known by their places in it; those that come later have ids of their own. */
export function savedOf(id: string, { lore, ...sheet }: Sheet): SavedCharacter {
  return { id, ...sheet, lore: lore.map((entry, place) => ({ id: `${place}`, ...entry })), changedAt: 0 }
}
