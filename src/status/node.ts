import { createServer, type Server } from 'node:http'
import type { Health } from '#protocol/health.ts'
import { cannotListen } from '#shared/cannot-listen.ts'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { answering } from './http/answering.ts'
import { openParts, type StatusMeans } from './parts.ts'
import type { StatusSettings } from './settings.ts'

export type { StatusMeans, StatusSettings }

export interface RunningStatus {
  /** Where it listens, as `http://host:port`. */
  readonly address: string
  /** What the operator must hear at once. */
  readonly notice?: string | undefined
  readonly stop: () => Promise<void>
}

const drainMs = 1000

export async function startStatus(
  settings: StatusSettings,
  surroundings: StatusMeans,
): Promise<Outcome<RunningStatus, string>> {
  const { clock, log } = surroundings
  let address = ''
  let state: Health['state'] = 'ready'
  const parts = await openParts(settings, surroundings, { address: () => address, state: () => state })
  const answer = answering({ routes: parts.routes, doors: settings, log })
  const server = createServer((request, response) => {
    if (state === 'draining') response.setHeader('connection', 'close')
    answer(request, response)
  })
  const listening = await listen(server, settings)
  if (!listening.ok) {
    await parts.stop()
    await parts.close()
    return listening
  }
  address = listening.value
  parts.start()
  log.info('status ready', { address })
  return ok({
    address,
    notice: parts.notice,
    async stop() {
      state = 'draining'
      await Promise.all([parts.stop(), close(server, clock)])
      await parts.close()
    },
  })
}

function listen(server: Server, { host, port }: StatusSettings): Promise<Outcome<string, string>> {
  return new Promise((resolve) => {
    server.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : error.message
      resolve(fail(cannotListen('statusPort', { host, port, code })))
    })
    server.listen({ host, port }, () => {
      const bound = server.address()
      const actual = typeof bound === 'object' && bound !== null ? bound.port : port
      resolve(ok(`http://${host.includes(':') ? `[${host}]` : host}:${actual}`))
    })
  })
}

function close(server: Server, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(drainMs, () => server.closeAllConnections())
    server.close(() => {
      cancel()
      resolve()
    })
  })
}
