import { connect, isIP } from 'node:net'
import type { Clock } from '#shared/clock.ts'
import type { Resolve } from './names.ts'

/** A place that is there whatever becomes of the site: whether we ourselves see anything. */
export interface Witness {
  /** Whether any of them lets a connection open. */
  readonly sees: () => Promise<boolean>
  /** Whether any of their names leads anywhere; true where none of them has a name. */
  readonly resolves: () => Promise<boolean>
}

export interface WitnessMeans {
  readonly clock: Clock
  readonly resolve: Resolve
}

interface Place {
  readonly host: string
  readonly port: number
}

const patienceMs = 2_000

/**
 * What is asked where nothing is set: for a site on this machine nobody outside, so that a private site never calls out; for
 * any other, three that are run by others for everybody. A connection is opened and closed; nothing is sent.
 */
export const usualWitnesses = '1.1.1.1:443, 9.9.9.9:443, example.com:443'

/** Places as `host:port` with commas between them; undefined when it is no such list. */
export function placesIn(list: string): readonly Place[] | undefined {
  const places = list.split(',').map((text) => /^\s*\[?([^\s[\]]+?)\]?:(\d{1,5})\s*$/.exec(text))
  const found = places.flatMap((match) => (match === null ? [] : [{ host: match[1] ?? '', port: Number(match[2]) }]))
  return found.length === places.length && found.every(({ port }) => port > 0 && port < 65_536) ? found : undefined
}

export function witnessAt(places: readonly Place[], { clock, resolve }: WitnessMeans): Witness {
  const named = places.filter(({ host }) => isIP(host) === 0)
  return {
    sees: () => any(places.map((place) => opens(place, clock))),
    resolves: async () => named.length === 0 || any(named.map(async ({ host }) => (await resolve(host)).ok)),
  }
}

async function any(answers: readonly Promise<boolean>[]): Promise<boolean> {
  if (answers.length === 0) return true
  return new Promise((resolve) => {
    for (const answer of answers) void answer.then((isYes) => isYes && resolve(true))
    void Promise.all(answers).then(() => resolve(false))
  })
}

function opens({ host, port }: Place, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const over = (isOpen: boolean): void => {
      cancel()
      resolve(isOpen)
      socket.destroy()
    }
    const cancel = clock.after(patienceMs, () => over(false))
    socket.on('connect', () => over(true))
    // A refusal counts as none: a firewall on our own side refuses like that, and a known good place does not.
    socket.on('error', () => over(false))
  })
}
