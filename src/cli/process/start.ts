import { flushCompileCache } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Chance, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Outcome } from '#shared/outcome.ts'
import { systemClock } from '../clock.ts'
import type { Settings } from '../config/settings.ts'
import { logFor } from '../log.ts'
import { installedVersion } from '../version.ts'
import type { ProcessName } from './messages.ts'

interface Means {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
}

export interface Running {
  readonly address: string
  readonly stop: () => Promise<void>
}

type Start = (settings: Settings, means: Means) => Promise<Outcome<Running, string>>

/** Starts a process inside this one. The error is one sentence for the operator. */
export async function startProcess(name: ProcessName, settings: Settings): Promise<Outcome<Running, string>> {
  const means = { clock: systemClock, chance: Math.random, log: logFor(name, settings.logLevel) }
  const started = await starts[name](settings, means)
  // Node writes what it compiled when it exits. Who is killed never does, and would compile it all again at each start.
  if (started.ok) setImmediate(flushCompileCache)
  return started
}

/** How each process starts. Only the code of the one that runs is loaded. */
const starts: Record<ProcessName, Start> = {
  async edge(settings, means) {
    const { startEdge } = await import('#edge/node.ts')
    const { host, edgePort: port } = settings
    const { origin, status } = addressesOf(settings)
    return startEdge({ host, port, origin, status, shellDir: shellDirOf(settings), version: installedVersion() }, means)
  },
  async server(settings, means) {
    const { startServer } = await import('#server/node.ts')
    return startServer({ ...settings, port: settings.serverPort, version: installedVersion() }, means)
  },
  async status(settings, means) {
    const { startStatus } = await import('#status/node.ts')
    const { host, statusPort: port } = settings
    const { edge, origin } = addressesOf(settings)
    return startStatus({ host, port, edge, server: origin, version: installedVersion() }, means)
  },
}

function addressesOf(settings: Settings): { readonly edge: string; readonly origin: string; readonly status: string } {
  const { edgeUrl, originUrl, statusUrl, edgePort, serverPort, statusPort } = settings
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  return {
    edge: edgeUrl ?? `http://${host}:${edgePort}`,
    origin: originUrl ?? `http://${host}:${serverPort}`,
    status: statusUrl ?? `http://${host}:${statusPort}`,
  }
}

/** The page belongs to the installation, wherever the command is run. */
function shellDirOf({ shellDir }: Settings): string {
  return resolve(fileURLToPath(new URL('../../../', import.meta.url)), shellDir)
}
