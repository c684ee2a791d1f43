import { lookup, Resolver } from 'node:dns/promises'
import { nodeSenses } from '#doctor/node.ts'
import { errnoOf } from '#shared/errno.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { diagnose } from '../incidents/diagnosis.ts'
import { distrustedIn } from '../incidents/distrust.ts'
import { incidentsByEvidence } from '../incidents/by-evidence.ts'
import type { ComponentSeen } from '../incidents/evidence.ts'
import { moveMaintenances, workedOn } from '../incidents/maintenances.ts'
import type { Means } from '../means.ts'
import type { ProbeTimes } from '../metrics/probe-times.ts'
import { isLoopbackAuthority } from '#protocol/origin-check.ts'
import { withConfirmed, type ConfirmedFault } from '../reports/confirmed-looks.ts'
import { asker } from './ask.ts'
import { CanaryWatch } from './canary-watch.ts'
import { withoutOrigin } from './hidden-origin.ts'
import { lookAtHops } from './hops.ts'
import type { Round, Watched } from './look.ts'
import { Monitor } from './monitor.ts'
import { nameIn, NameWatch, type Resolve } from './names.ts'
import { agreement } from './peers.ts'
import { placesIn, usualWitnesses, witnessAt } from './witness.ts'

/** The monitor as it runs: with real sockets, the doctor, and everything that is said of what it sees. */
export function openMonitor(means: Means, probeTimes: ProbeTimes, confirmed: () => readonly ConfirmedFault[]): Monitor {
  const { settings, store, clock, log } = means
  const resolve = resolver(settings.resolver)
  const { edge, settleMs, canaryEveryMs } = settings
  const hide = (text: string): string => withoutOrigin(text, settings.server)
  const diagnosis = { ...means, hide, senses: nodeSenses({ clock }), urlOf: urlsOf(means) }
  const onBegun = (id: string, root: ComponentSeen): void => {
    diagnose(diagnosis, id, root).catch((bug: unknown) => log.error('bug', { bug: String(bug) }))
  }
  const canary = new CanaryWatch({
    at: settings.server ?? edge,
    ask: asker(clock),
    clock,
    store,
    everyMs: canaryEveryMs,
  })
  const places = placesIn(witnessesOf(settings)) ?? []
  return new Monitor({
    ...means,
    look: andConfirmed(timed(looker(means, resolve, canary), probeTimes), confirmed),
    witness: witnessAt(places, { clock, resolve }),
    everyMs: settings.everyMs,
    jitter: settings.jitterPercent / 100,
    agree: (failing) =>
      agreement(failing, { peers: settings.peers, ask: asker(clock), clock, patienceMs: settings.patienceMs }),
    inMaintenance: () => workedOn(store),
    distrusted: () => distrustedIn(store),
    onEvidence: (evidence) => {
      const isMoved = moveMaintenances(means, evidence)
      return incidentsByEvidence({ ...means, settleMs, onBegun }, evidence) || isMoved
    },
  })
}

/** Counts in what people met meanwhile. */
function andConfirmed(look: () => Promise<Round>, confirmed: () => readonly ConfirmedFault[]): () => Promise<Round> {
  return async () => withConfirmed(await look(), confirmed())
}

/** Notes how long what answered took. */
function timed(look: () => Promise<Round>, probeTimes: ProbeTimes): () => Promise<Round> {
  return async () => {
    const round = await look()
    const hopOf = new Map(round.watched.map(({ key, hop }) => [key, hop]))
    for (const { key, tookMs } of round.looks) {
      const hop = hopOf.get(key)
      if (hop !== undefined && tookMs !== null) probeTimes.note(hop, tookMs)
    }
    return round
  }
}

function looker({ settings, store, clock }: Means, resolve: Resolve, canary: CanaryWatch): () => Promise<Round> {
  const { edge, server, patienceMs } = settings
  const hostName = nameIn(edge)
  const names = hostName === undefined ? undefined : new NameWatch(hostName, { resolve, clock })
  const hops = {
    edge,
    server,
    patienceMs,
    ask: asker(clock),
    name: names === undefined ? undefined : () => names.look(),
    knownBackends: () => knownBackends(store),
  }
  return async () => {
    const round = withOriginHidden(await lookAtHops(hops), server)
    if (round.looks.some(({ key, outcome }) => key === 'edge' && outcome === 'well')) names?.isGood()
    const sung = canary.look()
    if (sung === undefined) return round
    return { ...round, watched: [...round.watched, sung.watched], looks: [...round.looks, sung.look] }
  }
}

function withOriginHidden(round: Round, server: string | null): Round {
  const looks = round.looks.map((look) => ({
    ...look,
    because: look.because === null || look.key === 'edge' ? look.because : withoutOrigin(look.because, server),
  }))
  return { ...round, looks }
}

function knownBackends({ db, all }: Means['store']): readonly Watched[] {
  const rows = all(db.selectFrom('components').selectAll().where('hop', '=', 'backend').where('retired_at', 'is', null))
  return rows.map(({ key, name, description, group }) => ({ key, hop: 'backend', name, description, group }))
}

/** Where the doctor looks: at the hop that fails, by the way that failed. */
function urlsOf({ settings: { edge, server } }: Means): (root: ComponentSeen) => URL | undefined {
  return ({ component: { hop } }) => {
    if (hop === 'dns' || hop === 'edge') return new URL('/healthz', edge)
    return hop === 'server' && server !== null ? new URL('/healthz', server) : undefined
  }
}

function witnessesOf({ witness, edge }: Means['settings']): string {
  if (witness !== null) return witness
  return isLoopbackAuthority(new URL(edge).host) ? 'none' : usualWitnesses
}

/** By this machine's own way, which includes its file of hosts, or by name servers that were set. */
function resolver(servers: string | null): Resolve {
  const own = new Resolver({ timeout: 2000, tries: 1 })
  if (servers !== null) own.setServers(servers.split(',').map((server) => server.trim()))
  const ask = async (name: string): Promise<readonly string[]> => {
    if (servers === null) return (await lookup(name, { all: true })).map(({ address }) => address)
    const [four, six] = await Promise.allSettled([own.resolve4(name), own.resolve6(name)])
    const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
    if (found.length === 0 && four.status === 'rejected') throw four.reason
    return found
  }
  return async (name): Promise<Outcome<readonly string[], string>> => {
    try {
      return ok(await ask(name))
    } catch (error) {
      return fail(errnoOf(error) ?? String(error))
    }
  }
}
