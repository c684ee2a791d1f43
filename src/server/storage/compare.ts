import { endedStates, type JobState } from '#protocol/chats.ts'
import type { IncomingMessage, Verdict } from './archive.ts'

/** A message that is here under the id of one that comes in. */
export interface HereAlready {
  readonly chatId: string
  readonly parentId: string | null
  readonly role: 'user' | 'assistant'
  readonly text: string
  /** Of its reply job; null when it has none. */
  readonly state: JobState | null
}

/** Whether what comes in says anything that is not here. `parentId` is where it would stand here. */
export function compare(
  here: HereAlready,
  { role, text, reply }: IncomingMessage,
  { chatId, parentId }: Pick<HereAlready, 'chatId' | 'parentId'>,
): Exclude<Verdict, 'taken'> {
  const isInPlace = here.chatId === chatId && here.parentId === parentId && here.role === role
  if (!isInPlace) return 'differing'
  if (here.text === text) return 'here'
  // The archive has the beginning of a reply that was, or still is, written on here.
  const isBeginning = reply?.fault?.fault === 'reply-unfinished'
  const goesOnHere = here.text.startsWith(text) || (here.state !== null && !endedStates.has(here.state))
  return isBeginning && goesOnHere ? 'here' : 'differing'
}
