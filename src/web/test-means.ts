import { browserClock } from './browser.ts'
import type { Means, Shelf } from './means.ts'
import { idMaker } from '#shared/ids.ts'

export interface TestMeans extends Means {
  /** As if the network had come back. */
  readonly wake: () => void
}

/** Means for a test: real clock and real network, a shelf in memory, and a wake-up call in the hand of the test. */
export function testMeans(fetchFrom: Means['fetch'], shelf: Shelf = memoryShelf()): TestMeans {
  const sleepers = new Set<() => void>()
  return {
    clock: browserClock,
    chance: () => 0,
    makeId: idMaker({ now: browserClock.now, fill: (bytes) => crypto.getRandomValues(bytes) }),
    fetch: fetchFrom,
    isOnline: () => true,
    onWake: (run) => {
      sleepers.add(run)
      return () => sleepers.delete(run)
    },
    wake: () => {
      for (const run of sleepers) run()
    },
    nextFrame: (run) => browserClock.soon(run),
    shelf,
  }
}

export function memoryShelf(): Shelf {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key) ?? null,
    put: (key, value) => {
      values.set(key, value)
      return true
    },
    remove: (key) => void values.delete(key),
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)),
  }
}
