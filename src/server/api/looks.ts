import { Hono } from 'hono'
import type { Health } from '#protocol/health.ts'
import { canarySchema, serverLookSchema, type ServerLook } from '#protocol/server-look.ts'
import type { BackendLooks } from '../looks/backend-looks.ts'
import type { CanarySong } from '../looks/canary.ts'
import type { Models } from '../models/port.ts'
import { describeChange, describeReading } from './describe.ts'
import type { ServerEnv } from './respond.ts'

export interface LookMeans {
  readonly health: () => Promise<Health>
  readonly models: Pick<Models, 'list'>
  readonly backends: Pick<BackendLooks, 'all'>
  readonly canary: Pick<CanarySong, 'sing'>
}

/** What the status process asks, from wherever it runs. */
export function lookRoutes({ health, models, backends, canary }: LookMeans): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()
  app.get(
    '/health',
    describeReading({
      summary: 'How the server is, with its back ends',
      status: 200,
      answers: serverLookSchema,
      faults: [],
    }),
    async (c) => {
      const [own, looks] = await Promise.all([health(), backends.all()])
      const look: ServerLook = { ...own, backends: [...looks], chosen: models.list().chosen }
      return c.json(look)
    },
  )
  app.post(
    '/canary',
    describeChange({
      summary: 'Have the chosen back end write a few tokens for nobody, at most once in a minute',
      status: 200,
      answers: canarySchema,
      faults: [],
    }),
    async (c) => c.json(await canary.sing()),
  )
  return app
}
