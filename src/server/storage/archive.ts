import type { Chat, JobState } from '#protocol/chats.ts'
import type { EventFault } from '#protocol/events.ts'
import type { Sheet } from '#protocol/sheet.ts'

/** A reply as its records have it. What only its log knows is not in it. */
export interface StoredReply {
  readonly state: JobState
  /** The back end that wrote last; null before the first. */
  readonly model: string | null
  readonly asked: string | null
  readonly endedAt: number | null
  readonly fault: EventFault | null
  /** The turn or variant that asked for it. */
  readonly turn: { readonly id: string; readonly fingerprint: string } | null
}

export interface StoredMessage {
  readonly id: string
  readonly parentId: string | null
  readonly role: 'user' | 'assistant'
  readonly text: string
  readonly createdAt: number
  /** Of an assistant's message; null when no job has written it. */
  readonly reply: StoredReply | null
}

/** A place between siblings: after this one, or before the first. */
export interface Place {
  readonly parentId: string | null
  readonly after: Pick<StoredMessage, 'id' | 'createdAt'> | undefined
}

/** A message on the way down a tree. */
export interface Descended extends StoredMessage {
  /** Whether a younger sibling follows it. */
  readonly hasYounger: boolean
}

export interface DescentLimit {
  readonly messages: number
  /** No more are added once their texts are this long together. */
  readonly characters: number
}

/** A reply that comes in from an archive: it is over, and brings the events of its log along. */
export interface IncomingReply extends StoredReply {
  readonly log: readonly string[]
}

export interface IncomingMessage extends Omit<StoredMessage, 'reply'> {
  readonly reply: IncomingReply | null
}

/** A chat from an archive with some of its messages, a parent always before its children. */
export interface Incoming {
  readonly chat: Chat
  /** Left out where the archive has none. */
  readonly sheet?: Sheet | undefined
  readonly messages: readonly IncomingMessage[]
}

/** New here; here already with the same content; here already with another, which stays. */
export type Verdict = 'taken' | 'here' | 'differing'

export interface TakenIn {
  readonly chat: Verdict
  /** In the order of the messages. */
  readonly messages: readonly {
    readonly verdict: Verdict
    /** The message that it follows is not here: it stands at the beginning of a branch of its own. */
    readonly isOrphan: boolean
  }[]
}

/** What archives are made of and taken in with. */
export interface ArchiveRecords {
  /** By id, from after this one on. */
  readonly chatsAfter: (id: string | undefined, limit: number) => Promise<readonly Chat[]>
  /**
   * From a place down: the next message there, its oldest child, its oldest child, and so on. At least one if there is any.
   * Siblings come oldest first, those of one moment by id.
   */
  readonly descend: (chatId: string, from: Place, limit: DescentLimit) => Promise<readonly Descended[]>
  /**
   * Takes in what is not here, all of it or nothing, and answers chat by chat. What is here stays as it is; only the open branch of a chat moves on,
   * when the archive's chat was changed later than the one here.
   */
  readonly takeIn: (incoming: readonly Incoming[]) => Promise<readonly TakenIn[]>
}
