import { Hono } from 'hono'
import { acceptedSchema, endedStates, stoppedSchema, turnSchema, variantSchema } from '#protocol/chats.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Models } from '../models/port.ts'
import type { AcceptedTurn, TurnRefusal } from '../storage/port.ts'
import type { ChatMeans } from './chats.ts'
import { describe } from './describe.ts'
import { fault, type ServerContext, type ServerEnv } from './respond.ts'
import { valid, validId } from './validate.ts'

export interface TurnMeans extends ChatMeans {
  readonly models: Models
  /** Which server the new jobs belong to. */
  readonly owner: string
  readonly isDraining: () => boolean
  /** When to come back, for a client that is refused for a while. */
  readonly retryAfterMs: () => number
}

export function turnRoutes(means: TurnMeans): Hono<ServerEnv> {
  const { storage, jobs, models, owner, clock, makeId } = means
  const app = new Hono<ServerEnv>()

  app.post(
    '/chats/:id/turns',
    describe({
      summary: 'Send a message and ask for a reply. The same id again gets the same answer and makes nothing new',
      status: 202,
      answers: acceptedSchema,
      faults: [
        'invalid-id',
        'invalid-request',
        'malformed-json',
        'unknown-model',
        'unknown-chat',
        'unknown-message',
        'turn-conflict',
        'server-draining',
        'storage-unavailable',
      ],
    }),
    validId,
    valid('json', turnSchema),
    async (c) => {
      const { id, parentId, text, model } = c.req.valid('json')
      const refusal = await refuse(c, model)
      if (refusal !== undefined) return refusal
      const turn = { id, chatId: c.req.valid('param').id, parentId, text, model: model ?? null }
      return answer(c, await storage.acceptTurn({ ...turn, ...newReply(), messageId: makeId() }))
    },
  )

  app.post(
    '/messages/:id/variants',
    describe({
      summary: 'Ask for another reply to the same message',
      status: 202,
      answers: acceptedSchema,
      faults: ['invalid-id', 'invalid-request', 'unknown-model', 'unknown-message', 'turn-conflict', 'server-draining'],
    }),
    validId,
    valid('json', variantSchema),
    async (c) => {
      const { id, model } = c.req.valid('json')
      const refusal = await refuse(c, model)
      if (refusal !== undefined) return refusal
      const variant = { id: id ?? makeId(), messageId: c.req.valid('param').id, model: model ?? null }
      return answer(c, await storage.acceptVariant({ ...variant, ...newReply() }))
    },
  )

  app.post(
    '/replies/:id/stop',
    describe({
      summary: 'End a reply where it is',
      status: 200,
      answers: stoppedSchema,
      faults: ['invalid-id', 'unknown-reply', 'reply-already-over'],
    }),
    validId,
    async (c) => {
      const replyId = c.req.valid('param').id
      const before = await storage.jobState(replyId)
      if (before === undefined) return fault(c, 'unknown-reply')
      if (endedStates.has(before)) return fault(c, 'reply-already-over', { because: `it is ${before}` })
      await storage.requestStop(replyId)
      await jobs.stop(replyId)
      return c.json({ replyId, state: (await storage.jobState(replyId)) ?? 'stopped' })
    },
  )

  return app

  async function refuse(c: ServerContext, model: string | undefined): Promise<Response | undefined> {
    if (means.isDraining()) return fault(c, 'server-draining', { retryAfterMs: means.retryAfterMs() })
    // Not the list: right after a start this machine is still being looked over, and a route waits for that.
    if (model === undefined || (await models.route(model)).length > 0) return undefined
    return fault(c, 'unknown-model', { because: `no model is named ${JSON.stringify(model)}` })
  }

  function newReply(): { replyId: string; owner: string; now: number } {
    return { replyId: makeId(), owner, now: clock.now() }
  }

  function answer(c: ServerContext, result: Outcome<AcceptedTurn, TurnRefusal>): Response {
    if (!result.ok) return fault(c, result.error)
    const { accepted, job } = result.value
    if (job !== undefined) jobs.start(job)
    return c.json(accepted, 202)
  }
}
