import { Hono } from 'hono'
import { backendListSchema, newBackendSchema } from '#protocol/backends.ts'
import type { Models } from '../models/port.ts'
import { describeChange, describeReading, describeSending } from './describe.ts'
import { fault, type ServerEnv } from './respond.ts'
import { valid } from './validate.ts'

export function backendRoutes(models: Models): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  const list = { status: 200, answers: backendListSchema } as const

  app.get('/backends', describeReading({ ...list, summary: 'The models that can write', faults: [] }), (c) =>
    c.json(models.list()),
  )

  app.post(
    '/backends',
    describeSending({
      summary: 'Connect a model: an address with a key, or a file on this machine',
      status: 201,
      answers: backendListSchema,
      faults: ['backend-refused', 'backend-not-a-model', 'backend-key-refused', 'model-file-unusable'],
    }),
    valid('json', newBackendSchema),
    async (c) => {
      const connected = await models.connect(c.req.valid('json'))
      if (connected.ok) return c.json(models.list(), 201)
      return fault(c, connected.error.fault, { because: connected.error.because })
    },
  )

  app.delete(
    '/backends/:name',
    describeChange({ summary: 'Forget a connected model', status: 204, faults: ['unknown-model'] }),
    async (c) => ((await models.disconnect(c.req.param('name'))) ? c.body(null, 204) : fault(c, 'unknown-model')),
  )

  app.post(
    '/backends/look',
    describeChange({ ...list, summary: 'Look for model servers on this machine again', faults: [] }),
    async (c) => {
      await models.look()
      return c.json(models.list())
    },
  )

  return app
}
