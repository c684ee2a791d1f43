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
  const saidWith = query.template(['id'], ({ id }) =>
    records.selectFrom('messages').select(['chat_id', 'role', 'text']).where('id', '=', id),
  )
  const replyTo = query.template(['id'], ({ id }) =>
    records.selectFrom('messages').select('id').where('parent_id', '=', id).orderBy('created_at', 'desc').limit(1),
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
    const { id, chatId, text } = turn
    const chat = chatOf.first({ id: chatId })
    if (chat === undefined) return fail('unknown-chat')
    // Not its place in the story: a browser may send a request a second time by itself, and its page hears of the second
    // alone, that nobody was there. Then it looks for the end of the story anew, and finds this turn's own reply.
    const fingerprint = fingerprintOf(['turn', chatId, text, turn.model])
    const known = acceptedBefore(id, fingerprint)
    if (known !== undefined) return known
    const here = saidWith.first({ id })
    if (here !== undefined) return goOnFrom(here, { turn, chat, fingerprint })
    const parentId = turn.parentId === undefined ? chat.head : turn.parentId
    if (parentId !== null && messageOf(parentId)?.chat_id !== chatId) return fail('unknown-message')

    const now = after(chat.updated_at, turn.now)
    insertMessage({ id, chatId, parentId, role: 'user', text, now })
    return ok(
      beginReply(
        { ...turn, now },
        { chatId, messageId: id, title: chat.title ?? clip(text, titleLength), fingerprint },
      ),
    )
  }

  /** The message is here without its turn: a device put it back from its copy before it sent the turn again. */
  function goOnFrom(here: Said, { turn, chat, fingerprint }: PutBack): Outcome<AcceptedTurn, TurnRefusal> {
    const { id, chatId, text } = turn
    if (here.chat_id !== chatId || here.role !== 'user' || here.text !== text) return fail('turn-conflict')
    const replyId = replyTo.first({ id })?.id
    const to = { chatId, messageId: id, title: chat.title, fingerprint }
    if (replyId === undefined) return ok(beginReply({ ...turn, now: after(chat.updated_at, turn.now) }, to))
    remember({ ...turn, replyId }, to)
    return ok({ accepted: acceptedOf(id, replyId), job: undefined })
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
    return ok(beginReply({ ...variant, now }, { chatId, messageId: asked.id, title: chat?.title ?? null, fingerprint }))
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

  /** Opens the branch of a new reply. */
  function beginReply(asked: NewTurn | NewVariant, to: Asked): AcceptedTurn {
    const { replyId, model, owner, now } = asked
    const { chatId, messageId, title } = to
    insertMessage({ id: replyId, chatId, parentId: messageId, role: 'assistant', text: '', now })
    addJob.run({ id: replyId, chat_id: chatId, owner, asked: model })
    logs.createReply(replyId, firstEpoch)
    moveChat.run({ id: chatId, head: replyId, updated_at: now, title })
    remember(asked, to)
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

  function remember(
    { id, replyId }: Pick<NewTurn | NewVariant, 'id' | 'replyId'>,
    { chatId, messageId, fingerprint }: Asked,
  ): void {
    addTurn.run({ id, chat_id: chatId, fingerprint, message_id: messageId, reply_id: replyId })
  }
}

/** What a reply answers, and where. */
interface Asked {
  readonly chatId: string
  readonly messageId: string
  /** What the chat is called from then on. */
  readonly title: string | null
  readonly fingerprint: string
}

interface Said {
  readonly chat_id: string
  readonly role: 'user' | 'assistant'
  readonly text: string
}

interface PutBack {
  readonly turn: NewTurn
  readonly chat: { readonly title: string | null; readonly updated_at: number }
  readonly fingerprint: string
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
