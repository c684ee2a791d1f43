import { endedStates, type Message } from '#protocol/chats.ts'
import type { Storage } from '../../storage/port.ts'
import type { TokenLog } from '../../tokenlog/port.ts'
import { wholeReply } from '../reply-log.ts'

export interface BranchMeans {
  readonly storage: Pick<Storage, 'messages'>
  readonly log: Pick<TokenLog, 'read'>
}

const pageSize = 100

/** The messages of a chat's open branch, from its beginning. One page of them is held at a time. */
export async function* openBranch({ storage, log }: BranchMeans, chatId: string): AsyncGenerator<Message> {
  const starts = await pageStarts(storage, chatId)
  for (const before of starts.toReversed()) {
    const page = await storage.messages(chatId, { branch: undefined, before, limit: pageSize })
    if (!page.ok) return // deleted meanwhile
    for (const message of page.value.messages) yield await withText(log, message)
  }
}

/** What each page is asked for with, from the end of the branch up: a branch can only be found from its end. */
async function pageStarts(storage: BranchMeans['storage'], chatId: string): Promise<readonly (string | undefined)[]> {
  const starts: (string | undefined)[] = [undefined]
  for (;;) {
    const page = await storage.messages(chatId, { branch: undefined, before: starts.at(-1), limit: pageSize })
    if (!page.ok || page.value.before === null) return starts
    starts.push(page.value.before)
  }
}

/** While a reply is being written only its log has its words. */
async function withText(log: BranchMeans['log'], message: Message): Promise<Message> {
  if (message.reply === null || endedStates.has(message.reply.state)) return message
  return { ...message, text: (await wholeReply(log, message.id)).text }
}
