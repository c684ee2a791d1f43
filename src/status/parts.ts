import type { Board } from '#protocol/board.ts'
import type { Health } from '#protocol/health.ts'
import type { StatusView } from '#protocol/status-view.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import { idMaker } from '#shared/ids.ts'
import type { Log } from '#shared/log.ts'
import { askHealth } from './ask-health.ts'
import { boardOf, type BoardParts } from './board/board.ts'
import { json, type Route } from './http/route.ts'
import { operatorForm } from './incidents/operator-form.ts'
import { operatorRoutes } from './incidents/operator-routes.ts'
import type { Means } from './means.ts'
import { meetingRoutes } from './meetings/routes.ts'
import { ProbeTimes } from './metrics/probe-times.ts'
import { openMonitor } from './monitor/open.ts'
import { outageHistory } from './outage-history.ts'
import type { Processes } from './page/processes.ts'
import { openPeople, type People } from './people/people.ts'
import { publishedRoutes } from './publish/publish.ts'
import { troublesOf } from './publish/troubles.ts'
import type { StatusSettings } from './settings.ts'
import { shortIdMaker } from './short-id.ts'
import { keepSnapshot } from './snapshot/snapshot.ts'
import { openStore, type Store } from './store/store.ts'
import { Watch } from './watch.ts'

/** What the status process takes from its surroundings. */
export interface StatusMeans {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
}

/** The status process without the port at which it listens. */
export interface Parts {
  readonly routes: readonly Route[]
  /** What the operator must hear at once. */
  readonly notice: string | undefined
  /** Begins to look at the site. */
  readonly start: () => void
  /** Ends the looking, and tells nobody anything more. */
  readonly stop: () => Promise<void>
  /** Writes what is to be kept. Comes after the last answer. */
  readonly close: () => Promise<void>
}

/** What only whoever listens knows. */
export interface Listening {
  readonly address: () => string
  readonly state: () => Health['state']
}

const lookEveryMs = 2000

export async function openParts(settings: StatusSettings, around: StatusMeans, at: Listening): Promise<Parts> {
  const { clock, log } = around
  // The board asks for what people say, and people are told by the board: each is there before the other is asked.
  let people: People | undefined
  const means = await furnish(settings, around, {
    address: at.address,
    blind: () => monitor.blind,
    reportsOf: (id) => people?.reportsOf(id) ?? 0,
    isReported: (id) => people?.reports.isReported(id) ?? false,
  })
  const probeTimes = new ProbeTimes()
  const monitor = openMonitor(means, probeTimes, () => people?.confirmed() ?? [])
  const opened = (people = openPeople(means))
  const watch = new Watch({ ask: (of) => askHealth(healthAt(settings, of), of, clock), clock, log })
  const startedAt = clock.now()
  const health = (): Health => healthOf({ settings, state: at.state(), means, upMs: clock.now() - startedAt })
  const processes = async (): Promise<Processes> => ({
    others: await watch.latest(),
    own: health(),
    edge: settings.edge,
  })
  const troubles = (): readonly string[] => troublesOf(means.store.trouble(), snapshot.trouble(), settings)
  const snapshot = await keepSnapshot(means, { processes, troubles })
  const measured = () => ({
    version: settings.version,
    probeTimes: probeTimes.all,
    reports: opened.reports.totals(),
  })
  let stopLooking = async (): Promise<void> => undefined
  return {
    routes: [
      ...ownRoutes({ watch, health, store: means.store, view: () => monitor.view }),
      ...publishedRoutes({ board: means.board, troubles, processes, measured }),
      ...snapshot.routes,
      ...operatorRoutes(means),
      ...meetingRoutes(means),
      ...opened.routes,
      ...operatorForm(means),
    ],
    notice: noticeOf(means),
    start() {
      monitor.start()
      const cancel = clock.every(lookEveryMs, () => void watch.look())
      stopLooking = async () => {
        cancel()
        await monitor.close()
      }
    },
    async stop() {
      opened.stop()
      await stopLooking()
    },
    async close() {
      await snapshot.close()
      means.store.close()
    },
  }
}

interface Known extends Pick<BoardParts, 'blind' | 'reportsOf' | 'isReported'> {
  readonly address: () => string
}

async function furnish(settings: StatusSettings, around: StatusMeans, known: Known): Promise<Means> {
  const { clock, log } = around
  const store = await openStore(settings.dataDir, { clock, log })
  const fill = (bytes: Uint8Array<ArrayBuffer>): unknown => crypto.getRandomValues(bytes)
  const told = new Set<() => void>()
  return {
    ...around,
    settings,
    store,
    address: known.address,
    makeId: idMaker({ now: clock.now, fill }),
    makeShortId: shortIdMaker(fill),
    board: (): Board => boardOf({ settings, store, clock, ...known }),
    onChange(tell) {
      told.add(tell)
      return () => void told.delete(tell)
    },
    changed: () => told.forEach((tell) => tell()),
  }
}

/** Where a process says how it is; of a server that only the edge can reach, through the edge. */
function healthAt({ edge, server }: StatusSettings, of: 'edge' | 'server'): URL {
  if (of === 'edge') return new URL('/healthz', edge)
  return server === null ? new URL('/api/health', edge) : new URL('/healthz', server)
}

interface HealthFacts {
  readonly settings: StatusSettings
  readonly state: Health['state']
  readonly means: Means
  readonly upMs: number
}

function healthOf({ settings: { version }, state, means, upMs }: HealthFacts): Health {
  const trouble = means.store.trouble()
  const own = { process: 'status', version, protocol: protocolVersion, upMs } as const
  if (trouble === undefined || state === 'draining') return { ...own, state }
  return { ...own, state: 'reading', fault: trouble.fault, because: trouble.because }
}

function noticeOf({ store, settings }: Means): string | undefined {
  const trouble = store.trouble()
  if (trouble === undefined) return undefined
  return `The status process cannot write in \`dataDir\`, ${settings.dataDir} (${trouble.because}): the page is shown and the site is watched all the same, but what is seen now is forgotten when the process ends, and reports and tickets are refused. Make room or rights there; it goes on by itself after that.`
}

interface OwnFacts {
  readonly watch: Watch
  readonly health: () => Health
  readonly store: Store
  /** What this place sees, for those that watch the same site elsewhere. */
  readonly view: () => StatusView
}

/** What the other processes ask. */
function ownRoutes({ watch, health, store, view }: OwnFacts): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', answer: () => json(health()) },
    { method: 'GET', path: '/view.json', answer: () => json(view()) },
    { method: 'GET', path: '/outages', answer: () => json(outageHistory(store, watch.history)) },
  ]
}
