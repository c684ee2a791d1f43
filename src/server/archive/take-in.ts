import type { ArchiveChat, ArchiveMessage } from '#protocol/archive.ts'
import type { ArchiveRecords } from '../storage/archive.ts'
import { Batch } from './batch.ts'
import type { Refusal } from './findings.ts'
import { readLine } from './read-line.ts'
import type { Line } from './split-lines.ts'
import { Tally, type Progress } from './tally.ts'

/** No message of ours comes near it, and its JSON is parsed in less time than anybody notices. */
export const mostLineBytes = 16_000_000

export interface TakeInMeans {
  readonly storage: Pick<ArchiveRecords, 'takeIn'>
  readonly tally: Tally
  readonly from: Pick<Progress, 'line' | 'chat'>
  /** What came before is durable. */
  readonly afterBatch: (progress: Progress) => Promise<void>
  readonly signal: AbortSignal
}

/** Takes in the lines of an archive, in small transactions. Undefined when it has come to its end. */
export async function takeIn(lines: AsyncIterable<Line>, means: TakeInMeans): Promise<Refusal | undefined> {
  const intake = new Intake(means)
  for await (const line of lines) {
    means.signal.throwIfAborted()
    const refusal = await intake.read(line)
    if (refusal !== undefined) return refusal
  }
  return intake.end()
}

const notAnArchive: Refusal = { fault: 'not-an-archive', because: 'no line of it is one of an archive' }

class Intake {
  readonly #means: TakeInMeans
  #batch = new Batch()
  #chat: ArchiveChat | null
  #line: number

  constructor(means: TakeInMeans) {
    this.#means = means
    this.#chat = means.from.chat
    this.#line = means.from.line
  }

  async read({ number, bytes }: Line): Promise<Refusal | undefined> {
    if (number <= this.#line) return undefined
    const content = readLine(bytes)
    const { tally } = this.#means
    this.#line = number
    if (content.kind === 'damaged') {
      const { reason, because } = content
      tally.damaged({ line: number, chatId: this.#chat?.id ?? null, reason, because })
      return tally.isHopeless ? notAnArchive : undefined
    }
    if (content.kind === 'newer') {
      return { fault: 'archive-newer', because: `it is of version ${content.version}` }
    }
    tally.sawLine()
    if (content.kind === 'chat') this.#beginChat(content.chat)
    if (content.kind === 'chat' && content.lost !== undefined)
      tally.damaged({ line: number, chatId: content.chat.id, reason: 'invalid', because: content.lost })
    if (content.kind === 'message') this.#addMessage(content.message)
    if (content.kind === 'end') tally.sawEnd(content.end)
    if (content.kind === 'other') tally.passedOver()
    if (this.#batch.isFull) await this.#flush()
    return undefined
  }

  async end(): Promise<Refusal | undefined> {
    const { tally } = this.#means
    if (!this.#batch.isEmpty) await this.#flush()
    if (!tally.isArchive) return notAnArchive
    if (!tally.hasEnd) tally.damaged({ reason: 'cut-off', because: 'the last line of the archive is not there' })
    return undefined
  }

  #beginChat(chat: ArchiveChat): void {
    this.#chat = chat
    this.#means.tally.sawChat()
    this.#batch.begin(this.#line, chat)
  }

  #addMessage(message: ArchiveMessage): void {
    this.#means.tally.sawMessage()
    if (this.#chat?.id !== message.chatId) this.#chat = this.#nameless(message)
    this.#batch.add(this.#line, message, this.#chat)
  }

  /** The line of a chat is lost, and its words are not: they get a chat that knows no more than they do. */
  #nameless({ chatId, id, createdAt }: ArchiveMessage): ArchiveChat {
    const because = 'a message came whose chat had not been named'
    this.#means.tally.damaged({ line: this.#line, chatId, messageId: id, reason: 'chat-missing', because })
    // No message has the chat's id, so the branch that is opened is the one of the last message taken.
    return { id: chatId, title: null, createdAt, updatedAt: createdAt, head: chatId }
  }

  async #flush(): Promise<void> {
    const { storage, tally, afterBatch } = this.#means
    const batch = this.#batch
    this.#batch = new Batch()
    batch.count(await storage.takeIn(batch.incoming()), tally)
    this.#chat = withoutSheet(this.#chat)
    await afterBatch(tally.progress(this.#line, this.#chat))
  }
}

/** Taken in with the line of its chat, a sheet need not be looked at, nor kept in the progress, for every later message. */
function withoutSheet(chat: ArchiveChat | null): ArchiveChat | null {
  if (chat === null) return null
  const { sheet: _, sheetAt: __, ...rest } = chat
  return rest
}
