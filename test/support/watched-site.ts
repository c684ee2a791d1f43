import { onTestFinished } from 'vitest'
import type { Board } from '../../src/protocol/board.ts'
import { seededChance } from '../../src/shared/ids.ts'
import { boardOf } from '../../src/status/board/board.ts'
import { incidentsByEvidence } from '../../src/status/incidents/by-evidence.ts'
import { distrustedIn } from '../../src/status/incidents/distrust.ts'
import { moveMaintenances, workedOn } from '../../src/status/incidents/maintenances.ts'
import { failing, unseen, well, type Look, type Watched } from '../../src/status/monitor/look.ts'
import type { Agreement } from '../../src/status/monitor/peers.ts'
import { Monitor } from '../../src/status/monitor/monitor.ts'
import type { MakeShortId } from '../../src/status/short-id.ts'
import { openStore, type Store } from '../../src/status/store/store.ts'
import { keptLog } from '../fixtures/kept-log.ts'
import { manualClock, type ManualClock } from './clock.ts'

export type Hop = 'edge' | 'server' | 'backend:a' | 'backend:b'

/** A site whose hops are down when a test says so, on a clock that is moved, before the real monitor. */
export interface WatchedSite {
  readonly clock: ManualClock
  readonly store: Store
  readonly monitor: Monitor
  readonly makeShortId: MakeShortId
  /** Whether a hop fails at a moment. */
  fails: (hop: Hop, at: number) => boolean
  /** Whether nothing at all can be reached, the witness neither. */
  isCutOff: (at: number) => boolean
  /** What others who watch make of what fails here. */
  agree: (keys: readonly string[]) => Agreement
  readonly board: () => Board
}

const chain: readonly Watched[] = [
  { key: 'edge', hop: 'edge', name: 'Edge', description: '', group: null },
  { key: 'server', hop: 'server', name: 'Server', description: '', group: null },
  { key: 'backend:a', hop: 'backend', name: 'a', description: '', group: 'Back ends' },
  { key: 'backend:b', hop: 'backend', name: 'b', description: '', group: 'Back ends' },
]
const isHop = (key: string): key is Hop => chain.some((watched) => watched.key === key)

/** `lookMs` is how long one look takes. */
export async function watchedSite({ settleMs = 300_000, lookMs = 0 } = {}): Promise<WatchedSite> {
  const clock = manualClock()
  const log = keptLog()
  const store = await openStore(null, { clock, log })
  const makeShortId = countingIds()
  const means = { store, clock, log, makeShortId, chance: seededChance(7), changed: () => undefined }
  const monitor = new Monitor({
    ...means,
    async look() {
      if (lookMs > 0) await clock.sleep(lookMs)
      return lookAt(site)
    },
    witness: { sees: async () => !site.isCutOff(clock.now()), resolves: async () => true },
    everyMs: 8_000,
    jitter: 0.1,
    agree: async (keys) => site.agree(keys),
    inMaintenance: () => workedOn(store),
    distrusted: () => distrustedIn(store),
    onEvidence(evidence) {
      const isMoved = moveMaintenances(means, evidence)
      return incidentsByEvidence({ ...means, settleMs, onBegun: () => undefined }, evidence) || isMoved
    },
  })
  const board = { settings: { name: 'Site', publicUrl: null, timeZone: 'Etc/UTC' }, store, clock, ...nothingReported }
  const site: WatchedSite = {
    clock,
    store,
    monitor,
    makeShortId,
    fails: () => false,
    isCutOff: () => false,
    agree: (keys) => ({ agreed: new Set(keys), alone: null }),
    board: () => boardOf({ ...board, blind: () => monitor.blind }),
  }
  monitor.start()
  onTestFinished(async () => {
    const closed = monitor.close()
    await clock.advance(lookMs)
    await closed
    store.close()
  })
  return site
}

const nothingReported = { address: () => 'http://status', reportsOf: () => 0, isReported: () => false }

function lookAt(site: WatchedSite) {
  const now = site.clock.now()
  const isDeaf = site.isCutOff(now)
  let behind: string | null = null
  const looks = chain.map(({ key }): Look => {
    if (!isHop(key)) return well(key, 1)
    if (behind !== null) return unseen(key, behind)
    const isFailing = isDeaf || site.fails(key, now)
    if (isFailing && !key.startsWith('backend')) behind = key
    return isFailing ? failing(key, { because: 'ECONNREFUSED', fault: 'origin-refused' }) : well(key, 5)
  })
  return { watched: chain, looks, isDeaf: isDeaf || site.fails('edge', now) }
}

function countingIds(): MakeShortId {
  let made = 0
  return () => String(++made).padStart(12, 'a')
}
