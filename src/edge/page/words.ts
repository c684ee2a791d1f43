import type { Phase } from '#protocol/evidence.ts'
import type { Side } from '#protocol/fault.ts'

export const sideWords: Record<Side, string> = {
  you: 'It is the request that cannot be answered.',
  'your-network': 'It is your network.',
  edge: 'It is our side: the edge.',
  path: 'It is our side: the way from the edge to the server.',
  hosting: 'It is our side: the hosting of the server.',
  server: 'It is our side: the server.',
  model: 'It is the model.',
}

/** What the edge was doing. */
export const phaseWords: Record<Phase, string> = {
  dns: 'looking up the name of the server',
  connect: 'opening a connection',
  tls: 'agreeing on encryption',
  request: 'sending the request',
  headers: 'waiting for the answer',
  body: 'receiving the answer',
}

/** A length of time as people say it. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 120_000) return ms < 10_000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms / 1000)} s`
  const minutes = Math.round(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}
