import type { Hono } from 'hono'
import type { Health } from '#protocol/health.ts'
import type { MakeId } from '#shared/ids.ts'
import { guardedApp } from './app.ts'
import { fault, type ServerEnv } from './respond.ts'

export interface UnreadableMeans {
  readonly makeId: MakeId
  readonly health: () => Promise<Health>
}

/** The interface of a server whose database cannot even be read: it says so, and answers nothing else. */
export function unreadableApp({ makeId, health }: UnreadableMeans): Hono<ServerEnv> {
  const app = guardedApp(makeId)
  app.get('/healthz', async (c) => c.json(await health()))
  app.all('*', async (c) => fault(c, 'database-damaged', { because: (await health()).because }))
  return app
}
