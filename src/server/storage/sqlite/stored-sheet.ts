import { sheetSchema, type Sheet } from '#protocol/sheet.ts'

/** A sheet as it lies in a chat: JSON. */
export function storedSheet(json: string): Sheet {
  return sheetSchema.parse(JSON.parse(json))
}
