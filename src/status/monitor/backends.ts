import type { ServerLook } from '#protocol/server-look.ts'
import { failing, well, type Look, type Watched } from './look.ts'

export const backendGroup = 'Back ends'

// A site with more of them than anybody reads of; the rest is watched by the server alone.
const mostShown = 30

/** The back ends that a server has, as components. The practice narrator is a part of the server, and not shown apart. */
export function watchedBackends(told: ServerLook): readonly Watched[] {
  return shown(told).map(({ name }) => ({
    key: keyOf(name),
    hop: 'backend',
    name,
    description: 'A model that writes replies.',
    group: backendGroup,
  }))
}

export function backendLooks(told: ServerLook): readonly Look[] {
  return shown(told).map(({ name, answers, tookMs, fault, because }) =>
    answers === false
      ? failing(keyOf(name), { because: because ?? 'it does not answer', fault })
      : well(keyOf(name), tookMs),
  )
}

function shown({ backends }: ServerLook): ServerLook['backends'] {
  return backends.filter(({ kind }) => kind !== 'narrator').slice(0, mostShown)
}

function keyOf(name: string): string {
  return `backend:${name}`
}
