import { utc } from '#protocol/utc.ts'
import { bringBack, findBackups, type FoundBackups, type Restored } from '#server/backups.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { bytes, changeLines } from './wording.ts'

export interface Asked {
  /** As a person wrote it; undefined for a list of what there is. */
  readonly from: string | undefined
  readonly isDryRun: boolean
}

/** `holdfast restore`: lists backups, or brings one back. Answers with the exit code; the error is a sentence. */
export async function restore(settings: Settings, { from, isDryRun }: Asked): Promise<Outcome<number, string>> {
  const found = await findBackups(settings, from)
  if (!found.ok) return found
  const { place, chosen } = found.value
  if (chosen === undefined) return ok(list(found.value))
  const restored = await bringBack({ ...settings, place, chosen, isDryRun, now: Date.now() })
  if (!restored.ok) return fail(restored.error)
  tell(restored.value, settings.dataDir)
  return ok(0)
}

function list({ place, backups }: FoundBackups): number {
  if (backups.length === 0) {
    console.log(`There are no backups in ${place.says}. \`holdfast backup\` makes one.`)
    return 0
  }
  console.log(`Backups in ${place.says}, the newest first:`)
  for (const { name, at, sizeBytes } of backups) console.log(`  ${name}  ${utc(at)}  ${bytes(sizeBytes)}`)
  console.log('`holdfast restore NAME --dry-run` shows what would change; without --dry-run it is done.')
  return 0
}

function tell({ manifest, changes, done }: Restored, dataDir: string): void {
  console.log(`${manifest.name} of ${utc(manifest.madeAt)}, made by Holdfast ${manifest.by}: verified.`)
  for (const line of changeLines(changes)) console.log(line)
  if (done === null) {
    console.log('This was a dry run: nothing was changed.')
    return
  }
  if (done.setAside !== undefined) console.log(`What was there is set aside as ${done.setAside}.`)
  console.log(`It is restored into ${dataDir}. Pages that hold newer words will notice, and offer them back.`)
}
