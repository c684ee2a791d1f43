import type { Settings } from '../config/settings.ts'

export interface Addresses {
  readonly edge: string
  readonly origin: string
  readonly status: string
}

/** Where the processes find each other. */
export function addressesOf(settings: Settings): Addresses {
  const { edgeUrl, originUrl, statusUrl, edgePort, serverPort, statusPort } = settings
  const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host
  return {
    edge: edgeUrl ?? `http://${host}:${edgePort}`,
    origin: originUrl ?? `http://${host}:${serverPort}`,
    status: statusUrl ?? `http://${host}:${statusPort}`,
  }
}
