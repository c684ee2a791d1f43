import type { Message } from '#protocol/chats.ts'
import type { Ledger } from '#protocol/ledger.ts'
import { problem, type Problem } from '#protocol/problem.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { MessageQuery, Server } from '../api/server.ts'

/** The id of the nth message of a test. */
export function messageId(n: number): string {
  return `01991f00-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
}

export const chatId = '01991f00-0000-7000-9000-000000000001'

export function message(n: number, changes: Partial<Message> = {}): Message {
  const isReply = n % 2 === 1
  return {
    id: messageId(n),
    parentId: n === 0 ? null : messageId(n - 1),
    role: isReply ? 'assistant' : 'user',
    text: `message ${n}`,
    createdAt: n,
    variants: [messageId(n)],
    reply: isReply ? { state: 'done', stream: `/v1/stream/${messageId(n)}`, model: 'fake', fault: null } : null,
    ...changes,
  }
}

/** A branch of so many messages. */
export function story(length: number): readonly Message[] {
  return Array.from({ length }, (_, n) => message(n))
}

/** A server that has one chat with one branch, and counts how often it is asked. */
export class ChatServer implements Pick<Server, 'messages'> {
  messagesOfChat: readonly Message[]
  isAway = false
  asked = 0

  constructor(messages: readonly Message[]) {
    this.messagesOfChat = messages
  }

  readonly messages: Server['messages'] = async (id, query = {}) => {
    this.asked += 1
    if (this.isAway) return fail(problem('origin-refused'))
    return id === chatId ? this.page(query) : fail(problem('unknown-chat'))
  }

  page({
    branch,
    before,
    limit = 100,
  }: MessageQuery): Outcome<{ messages: Message[]; before: string | null }, Problem> {
    const known = (id: string): boolean => this.messagesOfChat.some((one) => one.id === id)
    if ([branch, before].some((id) => id !== undefined && !known(id))) return fail(problem('unknown-message'))
    const end =
      before === undefined ? this.messagesOfChat.length : this.messagesOfChat.findIndex(({ id }) => id === before)
    const from = Math.max(0, end - limit)
    const messages = this.messagesOfChat.slice(from, end)
    return ok({ messages, before: from === 0 ? null : (messages[0]?.id ?? null) })
  }
}

export function ledgerOf(history: string, changes: Partial<Ledger> = {}): Ledger {
  return {
    history,
    restoredFrom: null,
    chats: 1,
    messages: 0,
    characters: 0,
    repliesWriting: 0,
    repliesWaiting: 0,
    lastBackup: null,
    backupRhythm: null,
    backupFault: null,
    storageFault: null,
    ...changes,
  }
}
