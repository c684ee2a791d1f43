import type { DeviceCopy, Rhythm } from '../device-backups/settings.ts'
import type { CopyFailure } from '../device-backups/write-copy.ts'
import { momentWords } from './moment-words.ts'
import { count, sizeWords } from './size-words.ts'

/** What a person can choose from. */
export const rhythms: readonly Rhythm[] = ['daily', 'weekly', { afterMessages: 20 }]

export function rhythmWords(rhythm: Rhythm): string {
  if (rhythm === 'daily') return 'every day'
  if (rhythm === 'weekly') return 'every week'
  return `after ${rhythm.afterMessages} new messages`
}

/** What the last copy is. */
export function copyWords({ at, fileName, sizeBytes, from, messages, isVerified }: DeviceCopy, now: number): string {
  const when = momentWords(at, now)
  const what = from === 'server' ? `everything the server had, ${count(messages, 'message')}` : 'what this device had'
  const name = fileName === null ? '' : `, “${fileName}”`
  const check = isVerified
    ? 'It was read back and is whole.'
    : 'Your browser has saved it, which this page cannot look into.'
  return `Last copy: ${when}, ${what}, ${sizeWords(sizeBytes)}${name}. ${check}`
}

/** Why no copy could be written, and what to do. */
export const failureWords: Record<CopyFailure['kind'], string> = {
  permission: 'The browser did not let this page write into the folder. The copies that are there stay.',
  gone: 'The folder is not there any more: it was moved, renamed or taken away. Pick it again.',
  full: 'There is no room left where the folder is. The copies that are there stay. Make room, then copy again.',
  broken: 'The copy did not come to its end, so it was thrown away. The copies that are there stay. It is tried again.',
  damaged: 'The copy was not whole when it was read back, so it was thrown away. The copies that are there stay.',
}
