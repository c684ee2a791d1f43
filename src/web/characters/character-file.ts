import * as z from 'zod/mini'
import { pictureSchema, type Sheet } from '#protocol/sheet.ts'
import { jsonOf } from '../json.ts'

// However long: how much a story can take along shows when it begins.
const writtenSchema: z.ZodMiniType<Sheet> = z.object({
  name: z.string(),
  about: z.string(),
  scene: z.string(),
  opening: z.string(),
  telling: z.string(),
  lore: z.array(z.object({ keys: z.string(), text: z.string() })),
  picture: pictureSchema,
})
const fileSchema = z.object({ holdfast: z.literal('character'), version: z.literal(1), sheet: writtenSchema })

const mostBytes = 40_000_000

/** A character as a file that can be brought in again, here or elsewhere. */
export function characterFile(sheet: Sheet): string {
  return `${JSON.stringify({ holdfast: 'character', version: 1, sheet }, null, 2)}\n`
}

/** Null: it is no character that was saved so, or it cannot be read. */
export async function readCharacter(file: Blob): Promise<Sheet | null> {
  if (file.size > mostBytes) return null
  // The person may have moved or deleted it since they chose it.
  const text = await file.text().catch(() => '')
  return fileSchema.safeParse(jsonOf(text)).data?.sheet ?? null
}
