import { Hono } from 'hono'
import { chatSchema } from '#protocol/chats.ts'
import { sheetChangeSchema, storySheetSchema } from '#protocol/sheet.ts'
import type { ChatMeans } from './chats.ts'
import { describeReading, describeSending } from './describe.ts'
import { fault, type ServerEnv } from './respond.ts'
import { valid, validId } from './validate.ts'

export function sheetRoutes({ storage, clock }: Pick<ChatMeans, 'storage' | 'clock'>): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()

  app.get(
    '/chats/:id/sheet',
    describeReading({
      summary: 'What a story is about and how it is told; null when nobody has said',
      status: 200,
      answers: storySheetSchema,
      faults: ['invalid-id', 'unknown-chat'],
    }),
    validId,
    async (c) => {
      const { id } = c.req.valid('param')
      // In this order: a moment that is older than the sheet has it asked for once more, and a younger one never.
      const chat = await storage.chat(id)
      const found = await storage.sheet(id)
      return found.ok ? c.json({ sheet: found.value, sheetAt: chat?.sheetAt ?? null }) : fault(c, found.error)
    },
  )

  app.put(
    '/chats/:id/sheet',
    describeSending({
      summary: 'Say what a story is about and how it is told, from its next reply on; null takes it back',
      status: 200,
      answers: chatSchema,
      faults: ['invalid-id', 'unknown-chat'],
    }),
    validId,
    valid('json', sheetChangeSchema),
    async (c) => {
      const changed = await storage.setSheet(c.req.valid('param').id, c.req.valid('json').sheet, clock.now())
      return changed.ok ? c.json(changed.value) : fault(c, changed.error)
    },
  )

  return app
}
