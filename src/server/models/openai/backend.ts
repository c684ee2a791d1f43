import type { BackendInfo, RemoteBackend } from '#protocol/backends.ts'
import type { Clock } from '#shared/clock.ts'
import type { Backend } from '../port.ts'
import { openAbilities } from './abilities.ts'
import { openClient } from './client.ts'
import type { Crowd } from './crowd.ts'
import { openDialect } from './dialect.ts'
import { isThere } from './is-there.ts'
import { openTransport } from './transport.ts'
import { write } from './write.ts'

export interface RemoteOptions {
  readonly settings: RemoteBackend
  readonly source: BackendInfo['source']
  readonly clock: Clock
  /** All answers that this process reads. */
  readonly crowd: Crowd
}

/** A model server that speaks the OpenAI API. */
export function openRemoteBackend({ settings, source, clock, crowd }: RemoteOptions): Backend {
  const { name, baseURL, model, apiKey } = settings
  const transport = openTransport()
  const wording = { now: clock.now, apiKey }
  const remote = {
    settings,
    clock,
    crowd,
    wording,
    client: openClient({ baseURL, apiKey, transport, wording }),
    dialect: openDialect(),
    abilities: openAbilities(settings),
  }
  return {
    info: { name, kind: 'remote', source, model, at: withoutSecrets(baseURL), label: null },
    write: (request) => write(remote, request),
    isThere: (signal) => isThere(settings, { clock, signal }),
    close: () => {
      transport.close()
      return Promise.resolve()
    },
  }
}

/** The address as it may be shown: no user, no password, no parameters. */
function withoutSecrets(address: string): string {
  const url = new URL(address)
  return `${url.origin}${url.pathname}`
}
