import { faults } from '#protocol/faults.ts'
import { backUp } from '#server/backups.ts'
import type { Settings } from '../config/settings.ts'
import { installedVersion } from '../version.ts'
import { bytes, counted } from './wording.ts'

/** `holdfast backup`: makes one now. Answers with the exit code: 1 when there is none. */
export async function backup(settings: Settings): Promise<number> {
  const made = await backUp({ ...settings, by: installedVersion(), now: Date.now() })
  if (!made.ok) {
    const { fault, because } = made.error
    console.error(`${faults[fault].title}: ${because}. ${faults[fault].todo}`)
    return 1
  }
  const { manifest, to, removed, notRemoved } = made.value
  const { name, rows, sizeBytes, sealed } = manifest
  const held = `${counted(rows['chats'] ?? 0, 'chat')} and ${counted(rows['messages'] ?? 0, 'message')}`
  console.log(
    `${name} is in ${to}: ${held}, ${bytes(sizeBytes)},${sealed === true ? ' sealed,' : ''} read back and verified.`,
  )
  if (removed.length > 0) console.log(`Removed, because they were too old: ${removed.join(', ')}.`)
  if (notRemoved !== null) console.error(`Older backups could not be removed (${notRemoved}).`)
  return 0
}
