import { browserClock } from './browser.ts'
import type { Means, Shelf } from './means.ts'
import { Passage } from './reader/passage.ts'
import { Store } from './store/store.ts'
import { Sightings } from './support/sightings.ts'
import { testDisk, type TestDisk } from './store/test-store.ts'
import { testTabs, type TestTabs } from './tabs/test-tabs.ts'
import { idMaker } from '#shared/ids.ts'

export interface TestMeans extends Means {
  /** As if the network had come back. */
  readonly wake: () => void
}

/** What outlives a page, and what its tabs share. */
export interface TestBrowser {
  readonly shelf: Shelf
  readonly disk: TestDisk
  readonly tabs: TestTabs
}

export function testBrowser(): TestBrowser {
  return { shelf: memoryShelf(), disk: testDisk(), tabs: testTabs() }
}

/** Means for a test: real clock and real network, all storage in memory, and a wake-up call in the hand of the test. */
export function testMeans(fetchFrom: Means['fetch'], { shelf, disk, tabs }: TestBrowser = testBrowser()): TestMeans {
  const sleepers = new Set<() => void>()
  return {
    clock: browserClock,
    chance: () => 0,
    makeId: idMaker({ now: browserClock.now, fill: (bytes) => crypto.getRandomValues(bytes) }),
    fetch: fetchFrom,
    isOnline: () => true,
    canReach: () => true,
    onWake: (run) => {
      sleepers.add(run)
      return () => sleepers.delete(run)
    },
    wake: () => {
      for (const run of sleepers) run()
    },
    nextFrame: (run) => browserClock.soon(run),
    shelf,
    passage: new Passage(browserClock, { read: () => null, write: () => undefined }),
    sightings: new Sightings({ clock: browserClock, shelf }),
    store: new Store({ open: disk.open, clock: browserClock }),
    openChannel: tabs.openChannel,
    alone: tabs.alone,
    whenIdle: (run) => browserClock.soon(run),
    quotaBytes: () => Promise.resolve(null),
    persist: () => Promise.resolve(true),
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
