import { Hono } from 'hono'
import { acceptedSchema, endedStates, stoppedSchema, turnSchema, variantSchema } from '#protocol/chats.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Models } from '../models/port.ts'
import type { AcceptedTurn, TurnRefusal } from '../storage/port.ts'
import type { ChatMeans } from './chats.ts'
import { describeChange, describeSending } from './describe.ts'
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

interface Asked {
  readonly id: string
  readonly model: string | undefined
}

export function turnRoutes(means: TurnMeans): Hono<ServerEnv> {
  const { storage, jobs, models, owner, clock, makeId } = means
  const app = new Hono<ServerEnv>()

  app.post(
    '/chats/:id/turns',
    describeSending({
      summary: 'Send a message and ask for a reply. The same id again gets the same answer and makes nothing new',
      status: 202,
      answers: acceptedSchema,
      faults: ['invalid-id', 'unknown-model', 'unknown-chat', 'unknown-message', 'turn-conflict', 'server-draining'],
    }),
    validId,
    valid('json', turnSchema),
    async (c) => {
      const { id, parentId, text, model } = c.req.valid('json')
      const refusal = await refuse(c, { id, model })
      if (refusal !== undefined) return refusal
      const turn = { id, chatId: c.req.valid('param').id, parentId, text, model: model ?? null }
      return answer(c, await storage.acceptTurn({ ...turn, ...newReply() }))
    },
  )

  app.post(
    '/messages/:id/variants',
    describeSending({
      summary: 'Ask for another reply to the same message',
      status: 202,
      answers: acceptedSchema,
      faults: ['invalid-id', 'unknown-model', 'unknown-message', 'turn-conflict', 'server-draining'],
    }),
    validId,
    valid('json', variantSchema),
    async (c) => {
      const { id = makeId(), model } = c.req.valid('json')
      const refusal = await refuse(c, { id, model })
      if (refusal !== undefined) return refusal
      const variant = { id, messageId: c.req.valid('param').id, model: model ?? null }
      return answer(c, await storage.acceptVariant({ ...variant, ...newReply() }))
    },
  )

  app.post(
    '/replies/:id/stop',
    describeChange({
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

  async function refuse(c: ServerContext, { id, model }: Asked): Promise<Response | undefined> {
    const isUnknown = model !== undefined && !(await isThere(model))
    if (means.isDraining()) return fault(c, 'server-draining', { retryAfterMs: means.retryAfterMs() })
    // Sent again, because the answer was lost: "nothing was taken in" would not be true, whatever became of the model.
    if (!isUnknown || (await storage.isAccepted(id))) return undefined
    return fault(c, 'unknown-model', { because: `no model is named ${JSON.stringify(model)}` })
  }

  // Not the list: right after a start this machine is still being looked over, and a route waits for that.
  async function isThere(model: string): Promise<boolean> {
    return (await models.route(model)).length > 0
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
