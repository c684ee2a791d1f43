import fc from 'fast-check'
import { emptySheet, sheetSchema, type Sheet } from '../../src/protocol/sheet.ts'

/** The smallest picture there is: one pixel. */
export const onePixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export function sheetOf(change: Partial<Sheet>): Sheet {
  return { ...emptySheet, ...change }
}

/** Sheets as the server takes them in, of these words. */
export function sheetsOf(words: fc.Arbitrary<string>): fc.Arbitrary<Sheet> {
  const upTo = (most: number) => words.map((text) => text.slice(0, most))
  return fc
    .record({
      name: upTo(200),
      about: words,
      scene: words,
      opening: words,
      telling: words,
      lore: fc.array(fc.record({ keys: upTo(500), text: words }), { maxLength: 4 }),
      picture: fc.constantFrom('', onePixel),
    })
    .map((parts) => sheetSchema.parse(parts))
}
