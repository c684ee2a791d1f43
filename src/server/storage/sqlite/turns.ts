import { hash } from 'node:crypto'
import { streamPath } from '#protocol/chats.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { clip } from '#shared/text.ts'
import type { AcceptedTurn, NewTurn, NewVariant, Storage, TurnRefusal } from '../port.ts'
import { after } from './chat-row.ts'
import type { Means } from './means.ts'

type TurnRecords = Pick<Storage, 'isAccepted' | 'acceptTurn' | 'acceptVariant'>

const titleLength = 60
const firstEpoch = 1

export function turnRecords({ database: { records, commit }, query, logs }: Means): TurnRecords {
  const chatOf = query.template(['id'], ({ id }) =>
    records.selectFrom('chats').select(['head', 'title', 'updated_at']).where('id', '=', id),
  )
  const moveChat = query.template(['id', 'head', 'updated_at', 'title'], ({ id, ...change }) =>
    records.updateTable('chats').set(change).where('id', '=', id),
  )
  const turnWith = query.template(['id'], ({ id }) => records.selectFrom('turns').selectAll().where('id', '=', id))
  const addTurn = query.template(['id', 'chat_id', 'fingerprint', 'message_id', 'reply_id'], (turn) =>
    records.insertInto('turns').values(turn),
  )
  const messageWith = query.template(['id'], ({ id }) =>
    records.selectFrom('messages').select(['id', 'chat_id', 'parent_id', 'role']).where('id', '=', id),
  )
  const addMessage = query.template(['id', 'chat_id', 'parent_id', 'role', 'text', 'created_at'], (message) =>
    records.insertInto('messages').values(message),
  )
  const addJob = query.template(['id', 'chat_id', 'owner', 'asked'], (job) =>
    records.insertInto('jobs').values({
      ...job,
      state: 'queued',
      epoch: firstEpoch,
      stop_requested: 0,
      writer: null,
      fault: null,
      ended_at: null,
    }),
  )

  return {
    isAccepted: async (id) => turnOf(id) !== undefined,
    acceptTurn: (turn) => commit.run(() => acceptTurn(turn)),
    acceptVariant: (v) => commit.run(() => acceptVariant(v)),
  }

  function acceptTurn(turn: NewTurn): Outcome<AcceptedTurn, TurnRefusal> {
    const chat = chatOf.first({ id: turn.chatId })
    if (chat === undefined) return fail('unknown-chat')
    // Not its place in the story: a browser may send a request a second time by itself, and its page hears of the second
    // alone, that nobody was there. Then it looks for the end of the story anew, and finds this turn's own reply.
    const fingerprint = fingerprintOf(['turn', turn.chatId, turn.text, turn.model])
    const known = acceptedBefore(turn.id, fingerprint)
    if (known !== undefined) return known
    const parentId = turn.parentId === undefined ? chat.head : turn.parentId
    if (parentId !== null && messageOf(parentId)?.chat_id !== turn.chatId) return fail('unknown-message')

    const now = after(chat.updated_at, turn.now)
    insertMessage({ id: turn.messageId, chatId: turn.chatId, parentId, role: 'user', text: turn.text, now })
    insertReply(turn.chatId, turn.messageId, { ...turn, now })
    const title = chat.title ?? clip(turn.text, titleLength)
    moveChat.run({ id: turn.chatId, head: turn.replyId, updated_at: now, title })
    return ok(remember(turn, { chatId: turn.chatId, messageId: turn.messageId, fingerprint }))
  }

  function acceptVariant(variant: NewVariant): Outcome<AcceptedTurn, TurnRefusal> {
    const named = messageOf(variant.messageId)
    const asked = named?.role === 'assistant' && named.parent_id !== null ? messageOf(named.parent_id) : named
    if (asked === undefined) return fail('unknown-message')
    const fingerprint = fingerprintOf(['variant', asked.id, variant.model])
    const known = acceptedBefore(variant.id, fingerprint)
    if (known !== undefined) return known
    const chatId = asked.chat_id
    const chat = chatOf.first({ id: chatId })
    const now = after(chat?.updated_at ?? 0, variant.now)
    insertReply(chatId, asked.id, { ...variant, now })
    moveChat.run({ id: chatId, head: variant.replyId, updated_at: now, title: chat?.title ?? null })
    return ok(remember(variant, { chatId, messageId: asked.id, fingerprint }))
  }

  function acceptedBefore(id: string, fingerprint: string): Outcome<AcceptedTurn, TurnRefusal> | undefined {
    const known = turnOf(id)
    if (known === undefined) return undefined
    if (known.fingerprint !== fingerprint) return fail('turn-conflict')
    return ok({ accepted: acceptedOf(known.message_id, known.reply_id), job: undefined })
  }

  function turnOf(id: string) {
    return turnWith.first({ id })
  }

  function messageOf(id: string) {
    return messageWith.first({ id })
  }

  function insertMessage(message: NewMessage): void {
    const { id, chatId, parentId, role, text, now } = message
    addMessage.run({ id, chat_id: chatId, parent_id: parentId, role, text, created_at: now })
  }

  function insertReply(chatId: string, messageId: string, { replyId, model, owner, now }: NewTurn | NewVariant): void {
    insertMessage({ id: replyId, chatId, parentId: messageId, role: 'assistant', text: '', now })
    addJob.run({ id: replyId, chat_id: chatId, owner, asked: model })
    logs.createReply(replyId, firstEpoch)
  }

  function remember(
    { id, replyId, model }: NewTurn | NewVariant,
    turn: { readonly chatId: string; readonly messageId: string; readonly fingerprint: string },
  ): AcceptedTurn {
    const { chatId, messageId, fingerprint } = turn
    addTurn.run({ id, chat_id: chatId, fingerprint, message_id: messageId, reply_id: replyId })
    return {
      accepted: acceptedOf(messageId, replyId),
      job: {
        id: replyId,
        chatId,
        state: 'queued',
        epoch: firstEpoch,
        asked: model,
        writer: null,
        stopRequested: false,
      },
    }
  }
}

interface NewMessage {
  readonly id: string
  readonly chatId: string
  readonly parentId: string | null
  readonly role: 'user' | 'assistant'
  readonly text: string
  readonly now: number
}

function acceptedOf(messageId: string, replyId: string) {
  return { messageId, replyId, stream: streamPath(replyId) }
}

function fingerprintOf(parts: readonly unknown[]): string {
  return hash('sha256', JSON.stringify(parts))
}
