import type { Accepted, Chat, JobState, MessagePage } from '#protocol/chats.ts'
import type { Ending, EventFault } from '#protocol/events.ts'
import type { Sheet } from '#protocol/sheet.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { ArchiveRecords } from './archive.ts'

/** A message as it stands in a branch. */
export interface BranchMessage {
  readonly id: string
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** A reply job that has not ended. */
export interface Job {
  /** The id of the reply: of its message and of its log. */
  readonly id: string
  readonly chatId: string
  readonly state: JobState
  readonly epoch: number
  /** The back end that was asked for; null for the server's choice. */
  readonly asked: string | null
  /** The back end that wrote last; null before the first. */
  readonly writer: string | null
  readonly stopRequested: boolean
}

/** Who runs jobs: one server process. */
export interface Owner {
  readonly name: string
  /** Names the process, so that another on the same machine can see whether it still runs. */
  readonly process: string
}

export interface Lease extends Owner {
  readonly until: number
}

export interface NewTurn {
  /** Its message gets it too: whoever sent the turn knows the message by it, also when no answer came. */
  readonly id: string
  readonly chatId: string
  /** Undefined: the end of the open branch. Null: the beginning of the story. */
  readonly parentId: string | null | undefined
  readonly text: string
  readonly model: string | null
  /** The id that the reply gets if this turn is new. */
  readonly replyId: string
  readonly owner: string
  readonly now: number
}

export interface NewVariant {
  readonly id: string
  /** The person's message to answer again, or a reply to it. */
  readonly messageId: string
  readonly model: string | null
  readonly replyId: string
  readonly owner: string
  readonly now: number
}

export type TurnRefusal = 'unknown-chat' | 'unknown-message' | 'turn-conflict'

/** `job` is there when something new was made; the same turn sent again makes nothing. */
export interface AcceptedTurn {
  readonly accepted: Accepted
  readonly job: Job | undefined
}

export interface PageQuery {
  readonly branch: string | undefined
  readonly before: string | undefined
  readonly limit: number
}

/** What is stored, in numbers. */
export interface Figures {
  /** Names this line of stories. */
  readonly history: string
  /** When the copy was made that this was restored from last; null when that was never done, or is not known. */
  readonly restoredFrom: number | null
  readonly chats: number
  readonly messages: number
  readonly characters: number
  readonly repliesWriting: number
  readonly repliesWaiting: number
}

export interface EndOfJob {
  readonly state: Ending
  readonly text: string
  readonly fault: EventFault | null
  readonly now: number
}

/** The records: chats, messages, reply jobs. Rejects when the storage itself fails; then nothing has changed. */
export interface Storage extends ArchiveRecords {
  /** The same id again is the same chat: its first answer was lost on the way. */
  readonly createChat: (chat: {
    readonly id: string
    readonly title: string | null
    readonly sheet: Sheet | null
    readonly now: number
  }) => Promise<Chat>
  /** Last changed first. */
  readonly listChats: () => Promise<readonly Chat[]>
  readonly chat: (id: string) => Promise<Chat | undefined>
  readonly patchChat: (
    id: string,
    patch: { readonly title?: string | undefined; readonly head?: string | undefined },
    now: number,
  ) => Promise<Outcome<Chat, 'unknown-chat' | 'unknown-message'>>
  /** With its messages, jobs and logs. The ids of the replies it held. */
  readonly deleteChat: (id: string) => Promise<readonly string[] | undefined>

  readonly sheet: (chatId: string) => Promise<Outcome<Sheet | null, 'unknown-chat'>>
  /** Null takes it away. */
  readonly setSheet: (chatId: string, sheet: Sheet | null, now: number) => Promise<Outcome<Chat, 'unknown-chat'>>

  readonly figures: () => Promise<Figures>

  /** A stretch of one branch. A branch is named by any of its messages and goes on to its youngest end. */
  readonly messages: (
    chatId: string,
    query: PageQuery,
  ) => Promise<Outcome<MessagePage, 'unknown-chat' | 'unknown-message'>>
  /** The branch from its beginning down to and with this message. */
  readonly branchTo: (messageId: string) => Promise<readonly BranchMessage[]>
  /** The message that a reply answers. */
  readonly parentOf: (replyId: string) => Promise<string | null | undefined>

  /** Whether a turn or a variant of this id was accepted. */
  readonly isAccepted: (id: string) => Promise<boolean>
  /** Message, job and empty log, together or not at all. The same id again gives the same answer. */
  readonly acceptTurn: (turn: NewTurn) => Promise<Outcome<AcceptedTurn, TurnRefusal>>
  readonly acceptVariant: (variant: NewVariant) => Promise<Outcome<AcceptedTurn, TurnRefusal>>

  /** Says that this owner lives until then. */
  readonly extendLease: (lease: Lease) => Promise<void>
  readonly dropLease: (name: string) => Promise<void>
  /** Gives every living job whose owner `isFree` says so to `owner`, each with a higher epoch, and ends such leases. */
  readonly takeOver: (owner: Owner, isFree: (lease: Lease | undefined) => boolean) => Promise<readonly Job[]>
  readonly job: (id: string) => Promise<Job | undefined>
  /** The state of any job, ended ones too. */
  readonly jobState: (id: string) => Promise<JobState | undefined>
  /** False: a higher epoch owns the job, or it has ended. */
  readonly updateJob: (
    id: string,
    epoch: number,
    change: { readonly state: JobState; readonly writer: string | null },
  ) => Promise<boolean>
  /** Ends the job and gives its message the text. False: a higher epoch owns it, or it has ended before. */
  readonly endJob: (id: string, epoch: number, end: EndOfJob) => Promise<boolean>
  /** Remembers that a person wants it stopped. */
  readonly requestStop: (id: string) => Promise<void>
  /** Of this owner's jobs those that somebody wants stopped. */
  readonly stopsRequested: (owner: string) => Promise<readonly string[]>
}
