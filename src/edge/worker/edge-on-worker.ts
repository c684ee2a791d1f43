import type { Chance, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { protocolVersion } from '#protocol/version.ts'
import { gateFor } from '../gate-for.ts'
import type { Names } from '../floods/crawlers.ts'
import { Floods } from '../floods/floods.ts'
import { edgeHandler, type Handler } from '../handler.ts'
import { LocalAnswers } from '../local-answers.ts'
import { newcomersFor } from '../newcomers-for.ts'
import type { AccessLog } from '../observe/access-line.ts'
import { Outages } from '../outages.ts'
import { throughGate } from '../recovery/through-gate.ts'
import { withoutWorker } from '../retired-worker.ts'
import { receipts } from '../receipts.ts'
import { RetryBudget } from '../retry.ts'
import { noShell } from '../shell.ts'
import { StallError } from '../watched-events.ts'
import { askByFetch, type FetchMeans } from './ask-by-fetch.ts'
import { isolateClock } from './isolate-clock.ts'
import { lapsingGate } from './lapsing-gate.ts'
import { learntIncident } from './learnt-incident.ts'
import { readinessByAsk, rememberedReadiness } from './readiness-by-ask.ts'
import type { WorkerSettings } from './settings.ts'
import { shellAssets, type Assets } from './shell-assets.ts'
import { observedInThrown, PatienceError } from './thrown.ts'

export interface WorkerMeans {
  /** Timers end with the request within which they were set. */
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly chance: Chance
  readonly makeId: () => string
  readonly log: Log
  readonly accessLog: AccessLog
  readonly fetch: FetchMeans['fetch']
  readonly assets: Assets | undefined
  readonly version: string
}

const healthPatienceMs = 2000
const statusPatienceMs = 2000
/** So much longer than the longest wait for an answer a ticket is good. */
const graceMs = 10_000

/** The edge as one instance of a Worker has it. What it counts and remembers is this instance's own. */
export function edgeOnWorker(settings: WorkerSettings, means: WorkerMeans): Handler {
  const { isOwn, clocks, origin, status } = settings
  const { clock, chance, makeId, log, accessLog, fetch, assets, version } = means
  const { now } = clock
  const startedAt = now()
  const lasting = isolateClock(clock)
  const outages = new Outages(startedAt)
  const ownGate = gateFor(settings, { clock: lasting, chance, makeId, isSecure: true })
  const gate = lapsingGate(ownGate, lasting, clocks.firstByteMs + graceMs)
  const fetching = { fetch, clock, isOwn, addresses: { origin, status } }
  const askHealth = readinessByAsk(askByFetch({ ...fetching, firstByteMs: healthPatienceMs }), isOwn)
  const learnt = learntIncident({ clock, ask: askByFetch({ ...fetching, firstByteMs: statusPatienceMs }) })
  const files = assets === undefined ? noShell : shellAssets(assets)
  const secret = settings.placeKey ?? makeId()
  const newcomers = newcomersFor(settings.floods, { now, secret, isSecure: true })
  const local = new LocalAnswers({
    shell: settings.shellWorker ? files : withoutWorker(files),
    health: () => ({ process: 'edge', version, protocol: protocolVersion, state: 'ready', upMs: now() - startedAt }),
    askReady: rememberedReadiness(throughGate(askHealth, gate, now), now),
    outages,
    // An instance lives too shortly to ask for it while all is well. The words of an incident hold it, too.
    history: () => undefined,
    incident: learnt.incident,
    now,
    chance,
    surroundings: settings,
    gate,
    scheme: 'https',
    newcomers,
    statusOrigin: new URL(settings.places.statusHost ?? status).origin,
    receipts: settings.placeKey === null ? undefined : receipts(settings.placeKey),
    places: settings.places,
    networkReports: settings.networkReports,
  })
  const handle = edgeHandler({
    local,
    outages,
    gate,
    budget: new RetryBudget(),
    isOwn,
    clock,
    clocks,
    log,
    now,
    makeId,
    floods: new Floods(settings.floods, { now, log, isOwn, names: silentNames }),
    newcomers,
    accessLog: settings.accessLog ? accessLog : undefined,
    observeCut,
    ask: askByFetch({ ...fetching, firstByteMs: clocks.firstByteMs }),
    // The status process watches Holdfast's server, and no other site.
    learn: isOwn ? ({ stay }) => learnt.learn(stay) : undefined,
  })
  return function handleOnWorker(request, caller) {
    lasting.catchUp()
    return handle(request, caller)
  }
}

/** A Worker has no name server to ask: whoever says that they are a crawler counts as anybody. */
const silentNames: Names = { namesOf: async () => undefined, addressesOf: async () => undefined }

function observeCut(error: unknown): ReturnType<typeof observedInThrown> {
  const seen = error instanceof StallError ? new PatienceError(error.message) : error
  return observedInThrown(seen, { phase: 'body', tookMs: 0 })
}
