import { Hono } from 'hono'
import {
  chatListSchema,
  chatPatchSchema,
  chatSchema,
  messagePageSchema,
  messageQuerySchema,
  newChatSchema,
} from '#protocol/chats.ts'
import type { Clock } from '#shared/clock.ts'
import type { MakeId } from '#shared/ids.ts'
import type { ReplyJobs } from '../jobs/reply-jobs.ts'
import type { Storage } from '../storage/port.ts'
import { describeChange, describeReading, describeSending } from './describe.ts'
import { fault, type ServerEnv } from './respond.ts'
import { valid, validId } from './validate.ts'

export interface ChatMeans {
  readonly storage: Storage
  readonly jobs: ReplyJobs
  readonly clock: Clock
  readonly makeId: MakeId
}

const pageSize = 100

export function chatRoutes({ storage, jobs, clock, makeId }: ChatMeans): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()

  app.post(
    '/chats',
    describeSending({ summary: 'Begin a chat', status: 201, answers: chatSchema, faults: [] }),
    valid('json', newChatSchema),
    async (c) => {
      const { id = makeId(), title = null, sheet = null } = c.req.valid('json')
      const chat = await storage.createChat({ id, title, sheet, now: clock.now() })
      return c.json(chat, 201)
    },
  )

  app.get(
    '/chats',
    describeReading({ summary: 'All chats, last changed first', status: 200, answers: chatListSchema, faults: [] }),
    async (c) => c.json({ chats: await storage.listChats() }),
  )

  app.get(
    '/chats/:id',
    describeReading({ summary: 'One chat', status: 200, answers: chatSchema, faults: ['invalid-id', 'unknown-chat'] }),
    validId,
    async (c) => {
      const chat = await storage.chat(c.req.valid('param').id)
      return chat === undefined ? fault(c, 'unknown-chat') : c.json(chat)
    },
  )

  app.patch(
    '/chats/:id',
    describeSending({
      summary: 'Rename a chat, or open another branch of it',
      status: 200,
      answers: chatSchema,
      faults: ['invalid-id', 'unknown-chat', 'unknown-message'],
    }),
    validId,
    valid('json', chatPatchSchema),
    async (c) => {
      const changed = await storage.patchChat(c.req.valid('param').id, c.req.valid('json'), clock.now())
      return changed.ok ? c.json(changed.value) : fault(c, changed.error)
    },
  )

  app.delete(
    '/chats/:id',
    describeChange({
      summary: 'Delete a chat with all its messages',
      status: 204,
      faults: ['invalid-id', 'unknown-chat'],
    }),
    validId,
    async (c) => {
      const replies = await storage.deleteChat(c.req.valid('param').id)
      if (replies === undefined) return fault(c, 'unknown-chat')
      await jobs.abandon(replies)
      return c.body(null, 204)
    },
  )

  app.get(
    '/chats/:id/messages',
    describeReading({
      summary: 'A stretch of one branch, oldest first',
      status: 200,
      answers: messagePageSchema,
      faults: ['invalid-id', 'invalid-request', 'unknown-chat', 'unknown-message'],
    }),
    validId,
    valid('query', messageQuerySchema),
    async (c) => {
      const { branch, before, limit } = c.req.valid('query')
      const query = { branch, before, limit: limit === undefined ? pageSize : Number(limit) }
      const page = await storage.messages(c.req.valid('param').id, query)
      return page.ok ? c.json(page.value) : fault(c, page.error)
    },
  )

  return app
}
