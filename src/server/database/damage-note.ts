import { readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod/mini'

export interface DamageNote {
  readonly foundAt: number
  readonly because: string
}

const noteSchema: z.ZodMiniType<DamageNote> = z.object({ foundAt: z.number(), because: z.string() })

/** Where it stands beside a database that it was found damaged. */
export function damageNoteOf(file: string): string {
  return `${file}.damaged`
}

/**
 * That a database was found damaged. A check of a large one takes longer than a start may, so what it found holds for the
 * next start, too: until the file is set aside by a restore, or somebody who mended it deletes the note.
 */
export function readDamageNote(file: string): DamageNote | undefined {
  let text: string
  try {
    text = readFileSync(damageNoteOf(file), 'utf8')
  } catch {
    return undefined // nothing was found, or nothing could be noted
  }
  try {
    return noteSchema.parse(JSON.parse(text))
  } catch {
    // A full disk may have cut it. That it is there says enough.
    return { foundAt: 0, because: `${damageNoteOf(file)} says so` }
  }
}

/** Throws what the disk says. */
export function writeDamageNote(file: string, note: DamageNote): void {
  writeFileSync(damageNoteOf(file), `${JSON.stringify(note)}\n`)
}
