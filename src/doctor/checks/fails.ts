import type { PlaceSeen } from '#protocol/case.ts'

/** Whether no connection came about. */
export function failsToConnect(seen: PlaceSeen | undefined): boolean {
  return seen?.phase === 'connect'
}

/** Whether there was a connection, and no answer on it. */
export function failsToAnswer(seen: PlaceSeen | undefined): boolean {
  return seen?.phase === 'tls' || (seen?.phase === 'http' && seen.status === undefined) || seen?.status === 400
}
