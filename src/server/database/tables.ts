import type { JobState } from '#protocol/chats.ts'

/** The records, as they lie in the database. Times are milliseconds since 1970 UTC, flags 0 or 1, faults and sheets JSON. */
export interface Tables {
  chats: {
    id: string
    title: string | null
    created_at: number
    updated_at: number
    /** The last message of the branch that is open. */
    head: string | null
    /** When the sheet was last changed; null where there is none. */
    sheet_at: number | null
    sheet: string | null
  }
  messages: {
    id: string
    chat_id: string
    parent_id: string | null
    role: 'user' | 'assistant'
    text: string
    created_at: number
  }
  jobs: {
    /** The id of the reply: of its message and of its log. */
    id: string
    chat_id: string
    state: JobState
    /** Which writer owns the log. Whoever takes the job writes a higher one first. */
    epoch: number
    /** Which server runs it, or ran it last. */
    owner: string
    /** The back end that was asked for; null for the server's choice. */
    asked: string | null
    /** The back end that writes or wrote it. */
    writer: string | null
    stop_requested: number
    fault: string | null
    ended_at: number | null
  }
  turns: {
    id: string
    chat_id: string
    /** Of what was sent, so that the same id with something else in it is noticed. */
    fingerprint: string
    message_id: string
    reply_id: string
  }
  /** Servers: each extends its own lease, and its jobs are free for others when it ran out. */
  owners: {
    name: string
    /** Which process it is, so that another on the same machine can see that it has ended. */
    process: string
    lease_until: number
  }
  /** Facts about the database itself. `history` names this line of stories, and is given anew by every restore. */
  meta: {
    key: 'history' | 'restored-from'
    value: string
  }
  /** One row, kept by triggers. */
  totals: {
    chats: number
    messages: number
    characters: number
  }
}
