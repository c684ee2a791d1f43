import type { Accepted, Message } from '#protocol/chats.ts'

/** A branch down to and with one of its messages; the whole of it when the message is not there, nothing for null. */
export function upTo(branch: readonly Message[], id: string | null): readonly Message[] {
  if (id === null) return []
  const index = branch.findIndex((message) => message.id === id)
  return index < 0 ? branch : branch.slice(0, index + 1)
}

export interface AcceptedTurn {
  readonly parentId: string | null
  readonly text: string
  readonly accepted: Accepted
  readonly now: number
}

/** The branch as it is when the server has accepted a turn, before it has been read again. */
export function acceptTurn(
  branch: readonly Message[],
  { parentId, text, accepted, now }: AcceptedTurn,
): readonly Message[] {
  const { messageId, replyId, stream } = accepted
  if (branch.some(({ id }) => id === replyId)) return branch
  return [
    ...upTo(branch, parentId),
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

export interface Merged {
  readonly messages: readonly Message[]
  /** Nothing of what was here before stands above the page. */
  readonly isWhole: boolean
}

/** The newest page of a branch below what is here of it already, so that reading again does not fold the story up. */
export function mergePage(branch: readonly Message[], page: readonly Message[]): Merged {
  const start = branch.findIndex(({ id }) => id === page[0]?.id)
  if (start <= 0) return { messages: page, isWhole: true }
  return { messages: [...branch.slice(0, start), ...page], isWhole: false }
}
