import type { ArchiveChat, ArchiveMessage } from '#protocol/archive.ts'
import type { Incoming, IncomingMessage, TakenIn } from '../storage/archive.ts'
import { logOf } from './reply-log.ts'
import type { Tally } from './tally.ts'

// About 10 ms of one transaction: nothing else of this process waits for longer.
const mostLines = 100
const mostCharacters = 250_000

interface Placed<T> {
  readonly line: number
  readonly value: T
}

interface ChatPart {
  readonly chat: ArchiveChat
  /** Where the chat itself stands; undefined when its line came in an earlier batch, or never. */
  readonly line: number | undefined
  readonly messages: Placed<ArchiveMessage>[]
}

/** Chats and messages that are taken in together. */
export class Batch {
  readonly #parts: ChatPart[] = []
  #lines = 0
  #characters = 0

  get isFull(): boolean {
    return this.#lines >= mostLines || this.#characters >= mostCharacters
  }

  get isEmpty(): boolean {
    return this.#parts.length === 0
  }

  /** A chat whose line has been read. */
  begin(line: number, chat: ArchiveChat): void {
    this.#parts.push({ chat, line, messages: [] })
    this.#lines++
    if (chat.sheet !== undefined) this.#characters += JSON.stringify(chat.sheet).length
  }

  add(line: number, message: ArchiveMessage, chat: ArchiveChat): void {
    const last = this.#parts.at(-1)
    const part = last?.chat.id === chat.id ? last : { chat, line: undefined, messages: [] }
    if (part !== last) this.#parts.push(part)
    part.messages.push({ line, value: message })
    this.#lines++
    this.#characters += message.text.length
  }

  incoming(): readonly Incoming[] {
    return this.#parts.map(({ chat: { sheet, sheetAt = null, ...chat }, messages }) => ({
      chat: { ...chat, sheetAt },
      sheet,
      messages: messages.map(({ value }) => incoming(value)),
    }))
  }

  /** Counts what became of it. */
  count(taken: readonly TakenIn[], tally: Tally): void {
    for (const [index, { chat, line, messages }] of this.#parts.entries()) {
      const result = taken[index]
      if (result === undefined) throw new Error('a chat was taken in without an answer')
      const chatId = chat.id
      if (line !== undefined) tally.tookChat(result.chat, { line, chatId })
      for (const [at, message] of messages.entries()) {
        const { verdict, isOrphan } = result.messages[at] ?? { verdict: 'differing', isOrphan: false }
        const where = { line: message.line, chatId, messageId: message.value.id }
        tally.tookMessage(verdict, where)
        if (isOrphan) {
          const because = `it follows ${message.value.parentId}, which is not here`
          tally.damaged({ ...where, reason: 'parent-missing', because })
        }
      }
    }
  }
}

function incoming({ reply, ...message }: ArchiveMessage): IncomingMessage {
  if (reply === null) return { ...message, reply }
  const { state, model, asked, endedAt, fault, turn } = reply
  return { ...message, reply: { state, model, asked, endedAt, fault, turn, log: logOf(message.text, reply) } }
}
