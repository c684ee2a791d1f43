import * as z from 'zod/mini'

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
  keys: wordsUpTo(500),
  text: wordsUpTo(5_000),
})
export type Lore = z.infer<typeof loreSchema>

/** As a data URL: whoever has the sheet has the picture, also where nothing can be fetched. */
const pictureSchema = z._default(
  z.string().check(
    z.maxLength(150_000, 'is over 150000 characters'),
    z.refine((text) => text === '' || /^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/.test(text), {
      error: 'must be a data URL of a PNG, JPEG or WebP picture',
    }),
  ),
  '',
)

/** The most characters a whole sheet may have, as JSON. */
export const sheetLength = 300_000

/** Whom and what a story is about, and how it is told. Every part may be empty. */
export const sheetSchema = z
  .object({
    /** The character's name. */
    name: wordsUpTo(200),
    /** Who that is: nature, looks, history, way of speaking. */
    about: wordsUpTo(20_000),
    /** Where and when the story begins, and what has happened. */
    scene: wordsUpTo(10_000),
    /** The first words of the story. */
    opening: wordsUpTo(20_000),
    /** How the model is to tell it. */
    telling: wordsUpTo(10_000),
    lore: z._default(z.array(loreSchema).check(z.maxLength(100, 'has over 100 entries')), []),
    picture: pictureSchema,
  })
  .check(z.refine((sheet) => JSON.stringify(sheet).length <= sheetLength, `is over ${sheetLength} characters`))
export type Sheet = z.infer<typeof sheetSchema>

export const emptySheet: Sheet = { name: '', about: '', scene: '', opening: '', telling: '', lore: [], picture: '' }

export const storySheetSchema = z.object({ sheet: z.nullable(sheetSchema) })
export type StorySheet = z.infer<typeof storySheetSchema>
