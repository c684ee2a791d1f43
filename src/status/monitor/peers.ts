import { statusViewSchema, type StatusView } from '#protocol/status-view.ts'
import type { Clock } from '#shared/clock.ts'
import type { Ask } from './ask.ts'

/** What several who watch the same site make of it together. */
export interface Agreement {
  /** What may be said to fail. */
  readonly agreed: ReadonlySet<string>
  /** Why this is said by one alone, in a sentence; null when others were asked, or there are none. */
  readonly alone: string | null
}

export interface PeersMeans {
  /** The addresses of the other instances. */
  readonly peers: readonly string[]
  readonly ask: Ask
  readonly clock: Pick<Clock, 'now'>
  readonly patienceMs: number
}

// A peer that has not looked for so long has stopped, or its clock is another one; either way its word is of the past.
const freshMs = 120_000

/**
 * Asks the others whether they see what is failing here, too. It is public when most of those that can see agree; one that is
 * blind or silent has no voice. Where nobody else can see, one alone decides, and says that it was alone.
 */
export async function agreement(failing: readonly string[], means: PeersMeans): Promise<Agreement> {
  if (means.peers.length === 0 || failing.length === 0) return { agreed: new Set(failing), alone: null }
  const views = (await Promise.all(means.peers.map((peer) => viewOf(peer, means)))).flatMap((view) => view ?? [])
  if (views.length === 0)
    return { agreed: new Set(failing), alone: 'Seen from one place only: no other watcher could be asked.' }
  return { agreed: new Set(failing.filter((key) => isMost(key, views))), alone: null }
}

/** Our own voice is one of them. */
function isMost(key: string, views: readonly StatusView[]): boolean {
  const yes = 1 + views.filter(({ failing }) => failing.includes(key)).length
  return yes * 2 > views.length + 1
}

async function viewOf(peer: string, { ask, clock, patienceMs }: PeersMeans): Promise<StatusView | undefined> {
  const answer = await ask(new URL('/view.json', peer), { patienceMs })
  const view = answer.ok ? statusViewSchema.safeParse(parsed(answer.value.body)).data : undefined
  if (view === undefined || view.isBlind || view.asOf === null) return undefined
  return Math.abs(clock.now() - view.asOf) < freshMs ? view : undefined
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // Something else answers there, which has no voice.
  }
}
