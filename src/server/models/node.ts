import { join } from 'node:path'
import type { BackendSettings } from '#protocol/backends.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { checked } from './connect.ts'
import { look, usualPorts } from './discovery/look.ts'
import { openFileBackend } from './engine/file.ts'
import { openNarrator } from './engine/narrator.ts'
import { fileMemory } from './memory.ts'
import { openRemoteBackend } from './openai/backend.ts'
import { openCrowd } from './openai/crowd.ts'
import type { Models } from './port.ts'
import { Registry } from './registry.ts'

export interface ModelsSettings {
  readonly backends: readonly BackendSettings[]
  /** Look for model servers on this machine when no back end is configured. */
  readonly look: boolean
  readonly dataDir: string
  readonly gatherMs: number
}

export interface ModelsMeans {
  readonly clock: Clock
  readonly log: Log
  /** Where to look for model servers on this machine. */
  readonly ports?: readonly number[]
}

/** Opens the back ends. Does not wait for a look at this machine: `route` does. */
export async function openModels(
  { backends, look: looks, dataDir, gatherMs }: ModelsSettings,
  means: ModelsMeans,
): Promise<Models> {
  const { clock, log, ports = usualPorts } = means
  const crowd = openCrowd(gatherMs, clock)
  const registry = new Registry({
    configured: backends,
    looksByItself: looks,
    memory: fileMemory(join(dataDir, 'backends.json'), { clock, log }),
    narrator: openNarrator({ log, clock }),
    open: (settings, source) =>
      'file' in settings
        ? openFileBackend(settings, { source, log, clock, dataDir })
        : openRemoteBackend({ settings, source, clock, crowd }),
    look: (signal) => look(ports, { clock, signal }),
    check: (backend, signal) => checked(backend, { clock, signal }),
    log,
  })
  await registry.open()
  return registry
}
