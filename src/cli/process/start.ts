import { flushCompileCache } from 'node:module'
import type { Chance, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { openAccessLog } from '../access-log.ts'
import { systemClock } from '../clock.ts'
import type { Settings } from '../config/settings.ts'
import { logFor } from '../log.ts'
import { installedVersion } from '../version.ts'
import { edgeSettingsOf } from './edge-settings.ts'
import type { ProcessName } from './messages.ts'
import { statusSettingsOf } from './status-settings.ts'

interface Means {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
}

export interface Running {
  readonly address: string
  /** What the operator must hear at once. */
  readonly notice?: string | undefined
  /** Goes on under other settings; only for a process that can. */
  readonly reload?: ((settings: Settings) => Outcome<null, string>) | undefined
  readonly stop: () => Promise<void>
}

type Start = (settings: Settings, means: Means) => Promise<Outcome<Running, string>>

/** Starts a process inside this one. The error is one sentence for the operator. */
export async function startProcess(name: ProcessName, settings: Settings): Promise<Outcome<Running, string>> {
  const means = { clock: systemClock, chance: Math.random, log: logFor(name, settings.logLevel) }
  const started = await starts[name](settings, means)
  // Node writes what it compiled when it exits. Who is killed never does, and would compile it all again at each start.
  if (started.ok) setImmediate(flushCompileCache)
  if (started.ok && started.value.notice !== undefined) console.error(started.value.notice)
  return started
}

/** How each process starts. Only the code of the one that runs is loaded. */
const starts: Record<ProcessName, Start> = {
  async edge(settings, means) {
    const { startEdge } = await import('#edge/node.ts')
    const told = edgeSettingsOf(settings)
    if (!told.ok) return told
    const { accessLog: place } = settings
    const accessLog = place === null ? ok(undefined) : openAccessLog(place, means.log)
    if (!accessLog.ok) return accessLog
    const started = await startEdge(told.value, { ...means, accessLog: accessLog.value?.write })
    if (!started.ok) return started
    const reload = (next: Settings): Outcome<null, string> => {
      if (next.accessLog !== place) return fail('`accessLog` cannot change while the edge runs: restart the edge.')
      const again = edgeSettingsOf(next)
      accessLog.value?.reopen()
      return again.ok ? started.value.reload(again.value) : again
    }
    const stop = async (): Promise<void> => {
      await started.value.stop()
      await accessLog.value?.close(means.clock)
    }
    return ok({ ...started.value, reload, stop })
  },
  async server(settings, means) {
    const { startServer } = await import('#server/node.ts')
    return startServer({ ...settings, port: settings.serverPort, version: installedVersion() }, means)
  },
  async status(settings, means) {
    const { startStatus } = await import('#status/node.ts')
    return startStatus(statusSettingsOf(settings), means)
  },
}
