import * as z from 'zod/mini'

/** How many characters each part may have at most, and how many entries the lore. */
export const sheetLimits = {
  name: 200,
  about: 20_000,
  scene: 10_000,
  opening: 20_000,
  telling: 10_000,
  keys: 500,
  lore: 5_000,
  entries: 100,
  picture: 150_000,
  /** All of it, as JSON. */
  whole: 300_000,
} as const

const wordsUpTo = (most: number) =>
  z._default(
    z.string().check(
      z.maxLength(most, `is over ${most} characters`),
      z.overwrite((text) => text.toWellFormed()),
    ),
    '',
  )

/** Something to know about the world of a story, told to the model only when it matters. */
const loreSchema = z.object({
  /** Words that call it up, with commas between them; without any, it is always told. */
  keys: wordsUpTo(sheetLimits.keys),
  text: wordsUpTo(sheetLimits.lore),
})
export type Lore = z.infer<typeof loreSchema>

/** As a data URL: whoever has the sheet has the picture, also where nothing can be fetched. */
export const pictureSchema = z._default(
  z.string().check(
    z.maxLength(sheetLimits.picture, `is over ${sheetLimits.picture} characters`),
    z.refine((text) => text === '' || /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/.test(text), {
      error: 'must be a data URL of a PNG, JPEG or WebP picture',
    }),
  ),
  '',
)

/** Whom and what a story is about, and how it is told. Every part may be empty. */
export const sheetSchema = z
  .object({
    /** The character's name. */
    name: wordsUpTo(sheetLimits.name),
    /** Who that is: nature, looks, history, way of speaking. */
    about: wordsUpTo(sheetLimits.about),
    /** Where and when the story begins, and what has happened. */
    scene: wordsUpTo(sheetLimits.scene),
    /** The first words of the story. */
    opening: wordsUpTo(sheetLimits.opening),
    /** How the model is to tell it. */
    telling: wordsUpTo(sheetLimits.telling),
    lore: z._default(
      z.array(loreSchema).check(z.maxLength(sheetLimits.entries, `has over ${sheetLimits.entries} entries`)),
      [],
    ),
    picture: pictureSchema,
  })
  .check(
    z.refine((sheet) => JSON.stringify(sheet).length <= sheetLimits.whole, `is over ${sheetLimits.whole} characters`),
  )
export type Sheet = z.infer<typeof sheetSchema>

export const emptySheet: Sheet = { name: '', about: '', scene: '', opening: '', telling: '', lore: [], picture: '' }

export const storySheetSchema = z.object({
  sheet: z.nullable(sheetSchema),
  /** When it was last changed, in milliseconds since 1970 UTC; null where there is none. */
  sheetAt: z.nullable(z.number()),
})
export type StorySheet = z.infer<typeof storySheetSchema>

export const sheetChangeSchema = z.strictObject({ sheet: z.nullable(sheetSchema) })
export type SheetChange = z.infer<typeof sheetChangeSchema>
