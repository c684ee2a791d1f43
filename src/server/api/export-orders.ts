import { Hono } from 'hono'
import { exportSchema, newExportSchema } from '#protocol/imports.ts'
import type { MakeId } from '#shared/ids.ts'
import { exportTypes } from '../archive/export.ts'
import { ExportOrders } from '../archive/orders.ts'
import { describeReading, describeSending } from './describe.ts'
import { chatsNamed, send, type ExportRouteMeans } from './exports.ts'
import { fault, type ServerEnv } from './respond.ts'
import { valid, validId } from './validate.ts'

export interface ExportOrderMeans extends ExportRouteMeans {
  readonly makeId: MakeId
}

/** Exports for a browser to save: ordered with everything that is to be said about them, fetched by a plain address. */
export function exportOrderRoutes(means: ExportOrderMeans): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  const orders = new ExportOrders(means)

  app.post(
    '/exports',
    describeSending({
      summary: 'Order an export, which a browser then fetches by its address and saves as it comes',
      status: 201,
      answers: exportSchema,
      faults: ['unknown-chat'],
    }),
    valid('json', newExportSchema),
    async (c) => {
      const { format = 'zip', chats: ids, passphrase } = c.req.valid('json')
      const chats = await chatsNamed(means, ids)
      return chats === 'unknown' ? fault(c, 'unknown-chat') : c.json(orders.make({ format, chats, passphrase }), 201)
    },
  )

  app.get(
    '/exports/:id',
    describeReading({
      summary: 'How far the fetching of an export is',
      status: 200,
      answers: exportSchema,
      faults: ['invalid-id', 'unknown-export'],
    }),
    validId,
    (c) => {
      const found = orders.look(c.req.valid('param').id)
      return found === undefined ? fault(c, 'unknown-export') : c.json(found)
    },
  )

  app.get(
    '/exports/:id/file',
    describeReading({
      summary: 'The file of an export that was ordered. It can be fetched once',
      status: 200,
      files: Object.values(exportTypes),
      faults: ['invalid-id', 'unknown-export'],
    }),
    validId,
    (c) => {
      const { id } = c.req.valid('param')
      // Who asks for the head alone does not take it away.
      const isHead = c.req.raw.method === 'HEAD'
      const order = isHead ? orders.peek(id) : orders.take(id)
      if (order === undefined) return fault(c, 'unknown-export')
      if (isHead) return send(c, means, order)
      return send(c, means, order, {
        onPart: (sizeBytes) => orders.sent(id, sizeBytes),
        onEnd: (isWhole) => orders.ended(id, isWhole),
      })
    },
  )

  return app
}
