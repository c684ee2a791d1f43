import type { Health } from '#protocol/health.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { gateFor } from './gate-for.ts'
import { Door } from './node/door.ts'
import { Front } from './node/front.ts'
import { listen } from './node/listen.ts'
import { nodeMac } from './node/node-mac.ts'
import type { Metrics } from './node/metrics-server.ts'
import { accessLineOf, type AccessLog } from './observe/access-line.ts'
import { Observing, type Ended } from './observe/observing.ts'
import { Outages } from './outages.ts'
import type { ProxySettings } from './proxies.ts'
import { daysOld, staleAfterDays } from './range-list.ts'
import type { Gate } from './recovery/gate.ts'
import type { EdgeSettings, MetricsPlace } from './settings.ts'

/** What the edge takes from its surroundings. */
export interface EdgeMeans {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  /** Hears of every request at its end, where somebody wants to. */
  readonly accessLog?: AccessLog | undefined
}

export interface RunningEdge {
  /** Where it listens, as `http://host:port`. */
  readonly address: string
  /** Where metrics are read; undefined where they are not. */
  readonly metricsAddress: string | undefined
  /** Goes on under other settings without dropping anything. The error is one sentence for the operator. */
  readonly reload: (settings: EdgeSettings) => Outcome<null, string>
  /** Takes nothing new, lets streams end within a bound, closes everything. */
  readonly stop: () => Promise<void>
}

export async function startEdge(settings: EdgeSettings, means: EdgeMeans): Promise<Outcome<RunningEdge, string>> {
  const { clock, log } = means
  const startedAt = clock.now()
  const outages = new Outages(startedAt)
  const metrics = settings.metrics === null ? undefined : await metricsOf(settings.metrics)
  const observing = new Observing([...writing(means.accessLog), ...(metrics === undefined ? [] : [metrics.count])])
  let state: Health['state'] = 'ready'
  const frontWith = (its: EdgeSettings, gate: Gate): Front => {
    const scheme = its.identity === null ? 'http' : 'https'
    return new Front(its, {
      ...means,
      scheme,
      outages,
      gate,
      observing,
      key: its.placeKey ?? ownKey,
      startedAt,
      state: () => state,
    })
  }
  const ownKey = crypto.randomUUID()
  const firstGate = gateOf(settings, means, ownKey)
  let now = { settings, gate: firstGate, front: frontWith(settings, firstGate) }
  const before: Front[] = []
  const door = new Door(
    settings.identity,
    {
      onRequest: (request, response, isOneTooMany) => now.front.onRequest(request, response, isOneTooMany),
      onUpgrade: (request, socket, begun, isOneTooMany) => now.front.onUpgrade(request, socket, begun, isOneTooMany),
      onBroken: (error, socket) => now.front.onBroken(error, socket),
      connectionLimitFor: (peer) => now.front.connectionLimitFor(peer),
    },
    { clock, headMs: settings.clocks.headMs },
  )
  const reading = await metrics?.serve({ observing, gate: () => now.gate.state() })
  if (reading?.ok === false) return reading
  const listening = await listen(door, settings)
  if (!listening.ok) {
    reading?.value.close()
    return listening
  }
  warnOfOldRanges(settings.proxies, means)
  const metricsAddress = reading?.value.address
  log.info('edge ready', { address: listening.value, origin: settings.origin, metrics: metricsAddress })
  return ok({
    address: listening.value,
    metricsAddress,
    reload(next) {
      const fixed = whatCannotChange(now.settings, next)
      if (fixed !== undefined) return fail(fixed)
      if (next.identity !== null) door.renew(next.identity)
      now.front.retire()
      before.push(now.front)
      const gate = isSameGate(now.settings, next) ? now.gate : gateOf(next, means, ownKey)
      now = { settings: next, gate, front: frontWith(next, gate) }
      warnOfOldRanges(next.proxies, means)
      log.info('edge reloaded', { origin: next.origin })
      return ok(null)
    },
    async stop() {
      state = 'draining'
      await door.drain(clock, now.settings.clocks.drainMs)
      for (const front of [...before, now.front]) front.close()
      reading?.value.close()
    },
  })
}

/** Loaded only where it is wanted: it takes as long as the rest of the edge. */
async function metricsOf(place: MetricsPlace): Promise<Metrics> {
  return (await import('./node/metrics-server.ts')).edgeMetrics(place)
}

function writing(accessLog: AccessLog | undefined): readonly ((ended: Ended) => void)[] {
  return accessLog === undefined ? [] : [(ended) => accessLog(accessLineOf(ended))]
}

function warnOfOldRanges({ cloudflare, list }: ProxySettings, { clock, log }: EdgeMeans): void {
  const days = daysOld(list, clock.now()) ?? 0
  if (!cloudflare || days <= staleAfterDays) return
  log.warn('cloudflare ranges are old', { asOf: list.asOf, days, fix: 'holdfast edge ranges --update' })
}

function gateOf({ ramp, placeKey, identity }: EdgeSettings, { clock, chance }: EdgeMeans, ownKey: string): Gate {
  const makeId = (): string => crypto.randomUUID()
  return gateFor(
    { ramp, placeKey: placeKey ?? ownKey },
    {
      clock,
      chance,
      makeId,
      isSecure: identity !== null,
      makeMac: nodeMac,
    },
  )
}

/** Whoever waits does not wait anew because something else was set. */
function isSameGate(now: EdgeSettings, next: EdgeSettings): boolean {
  return next.origin === now.origin && next.ramp === now.ramp && next.placeKey === now.placeKey
}

function whatCannotChange(now: EdgeSettings, next: EdgeSettings): string | undefined {
  const fix = 'it keeps what it had; restart the edge to change this.'
  if (next.host !== now.host || next.port !== now.port) return `The edge cannot move to another address: ${fix}`
  if (next.metrics?.host !== now.metrics?.host || next.metrics?.port !== now.metrics?.port) {
    return `The metrics cannot move to another address: ${fix}`
  }
  if ((next.identity === null) !== (now.identity === null)) {
    return `The edge cannot begin or end to speak TLS with visitors while it runs: ${fix}`
  }
  return undefined
}
