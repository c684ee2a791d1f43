import { endedStates, type Accepted, type Message } from '#protocol/chats.ts'

/** A branch down to and with one of its messages; the whole of it when the message is not there, nothing for null. */
export function upTo(branch: readonly Message[], id: string | null): readonly Message[] {
  if (id === null) return []
  const index = branch.findLastIndex((message) => message.id === id)
  return index < 0 ? branch : branch.slice(0, index + 1)
}

export interface AcceptedTurn {
  readonly parentId: string | null
  readonly text: string
  readonly accepted: Accepted
  readonly now: number
}

/** A person's message and the reply to it, as they are when the server has accepted the turn. */
export function messagesOf({ parentId, text, accepted, now }: AcceptedTurn): readonly [own: Message, reply: Message] {
  const { messageId, replyId, stream } = accepted
  return [
    { id: messageId, parentId, role: 'user', text, createdAt: now, variants: [messageId], reply: null },
    {
      id: replyId,
      parentId: messageId,
      role: 'assistant',
      text: '',
      createdAt: now,
      variants: [replyId],
      reply: { state: 'queued', stream, model: null, fault: null },
    },
  ]
}

/** The branch as it is when the server has accepted a turn, before it has been read again. */
export function acceptTurn(branch: readonly Message[], turn: AcceptedTurn): readonly Message[] {
  if (branch.findLast(({ id }) => id === turn.accepted.replyId) !== undefined) return branch
  return [...upTo(branch, turn.parentId), ...messagesOf(turn)]
}

export interface Merged {
  readonly messages: readonly Message[]
  /** Nothing of what was here before stands above the page. */
  readonly isWhole: boolean
}

/** The newest page of a branch below what is here of it already, so that reading again does not fold the story up. */
export function mergePage(branch: readonly Message[], page: readonly Message[]): Merged {
  const start = branch.findLastIndex(({ id }) => id === page[0]?.id)
  const known = new Map(branch.slice(Math.max(start, 0)).map((message) => [message.id, message]))
  // What did not change stays the very same object, and so nothing of it is drawn again.
  const fresh = page.map((message) => sameAs(known.get(message.id), message))
  if (start <= 0) return { messages: fresh, isWhole: true }
  return { messages: [...branch.slice(0, start), ...fresh], isWhole: false }
}

function sameAs(known: Message | undefined, message: Message): Message {
  const fresh = known === undefined ? message : withWordsSoFar(known, message)
  return known !== undefined && JSON.stringify(known) === JSON.stringify(fresh) ? known : fresh
}

/** The server tells no words of a reply that is being written: its log has them, and until that is read, the copy of them. */
function withWordsSoFar({ text }: Message, message: Message): Message {
  const isBeingWritten = message.reply !== null && !endedStates.has(message.reply.state)
  return isBeingWritten && message.text === '' ? { ...message, text } : message
}

/**
 * The name of the open branch: the last message in it that has variants. Null in a story that never forked. A branch keeps
 * its name while it grows, and in a stretch that shows no fork it is the one that it was known by.
 */
export function branchName(before: readonly Message[], now: readonly Message[], known: string | null): string | null {
  const end = before.at(-1)?.id
  if (end !== undefined && now.findLast(({ id }) => id === end) !== undefined) return known
  return now.findLast(({ variants }) => variants.length > 1)?.id ?? known
}
