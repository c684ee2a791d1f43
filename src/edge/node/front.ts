import type { IncomingMessage } from 'node:http'
import type { Duplex, Writable } from 'node:stream'
import type { Health } from '#protocol/health.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import { idMaker } from '#shared/ids.ts'
import type { Log } from '#shared/log.ts'
import { admit, noteFor } from '../admission.ts'
import { decide, type Decision } from '../decide.ts'
import { requestIdOf, type Neighbourhood } from '../forward-headers.ts'
import { LocalAnswers, type Visitor } from '../local-answers.ts'
import type { Account } from '../observe/account.ts'
import type { Observing } from '../observe/observing.ts'
import { routeClassOf } from '../observe/route-class.ts'
import type { Outages } from '../outages.ts'
import { sharedReadiness } from '../readiness.ts'
import { askingOf } from '../recovery/asking.ts'
import { throughGate } from '../recovery/through-gate.ts'
import type { Admission, Gate, Went } from '../recovery/gate.ts'
import { splitTarget, type RequestHead } from '../request-head.ts'
import { withoutWorker } from '../retired-worker.ts'
import { RetryBudget } from '../retry.ts'
import type { Upstream } from '../route.ts'
import type { EdgeSettings } from '../settings.ts'
import { noShell } from '../shell.ts'
import { askHealth } from './ask-health.ts'
import { clientOf, connectionOf } from './client.ts'
import type { Callers } from './door.ts'
import { Exchange } from './exchange.ts'
import { sendAnswer } from './send-answer.ts'
import { shellFolder } from './shell-folder.ts'
import { Upgrade } from './upgrade.ts'
import { upstreamServer, type UpstreamServer } from './upstream-server.ts'
import type { Visit } from './visit.ts'

export interface FrontMeans {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  readonly scheme: Neighbourhood['scheme']
  readonly outages: Outages
  readonly gate: Gate
  readonly observing: Observing
  readonly startedAt: number
  readonly state: () => Health['state']
}

interface Begun {
  readonly head: RequestHead
  readonly requestId: string
  readonly decision: Decision
}

/** The edge under one set of settings. When they change another front takes the next visitors, and this one ends its own. */
export class Front implements Callers {
  readonly #settings: EdgeSettings
  readonly #means: FrontMeans
  readonly #servers: Record<Upstream, UpstreamServer>
  readonly #local: LocalAnswers
  readonly #budget = new RetryBudget()
  readonly #neighbourhood: Neighbourhood
  readonly #makeId: () => string

  constructor(settings: EdgeSettings, means: FrontMeans) {
    const { clock, chance, outages, gate, scheme } = means
    this.#settings = settings
    this.#means = means
    this.#servers = serversOf(settings, clock)
    this.#neighbourhood = { isOwn: settings.isOwn, scheme }
    this.#makeId = idMaker({ now: clock.now, fill: (bytes) => crypto.getRandomValues(bytes) })
    const folder = settings.shellDir === null ? noShell : shellFolder(settings.shellDir)
    const askReady = throughGate((of) => askHealth(this.#servers[of], clock, settings.isOwn), gate, clock.now)
    this.#local = new LocalAnswers({
      shell: settings.shellWorker ? folder : withoutWorker(folder),
      health: () => this.#health(),
      askReady: sharedReadiness(askReady, clock.now),
      outages,
      now: clock.now,
      chance,
      surroundings: settings,
      gate,
      scheme,
    })
  }

  readonly onRequest: Callers['onRequest'] = (request, response) => {
    const head = headOf(request)
    const requestId = requestIdOf(head, this.#makeId)
    const decision = decide(head, this.#settings)
    const account = this.#account(request, { head, requestId, decision })
    const visit: Visit = { request, response, head, requestId, account }
    response.once('close', () => {
      if (response.headersSent) account.status = response.statusCode
      this.#ended(account, response.writableFinished)
    })
    // HTTP/2 has a better word for it, which its session has said already.
    if (this.#means.state() === 'draining' && request.httpVersionMajor === 1) response.setHeader('connection', 'close')
    if (decision.do === 'forward') {
      this.#forward(visit, decision.to, decision.target).catch((bug: unknown) => this.#broken(visit, bug))
    } else {
      this.#answer(visit, this.#local.answer(decision, head, visitorOf(request, requestId)))
    }
  }

  readonly onUpgrade = (request: IncomingMessage, socket: Duplex, begun: Buffer): void => {
    const head = headOf(request)
    const requestId = requestIdOf(head, this.#makeId)
    const decision = decide(head, this.#settings)
    const { clock, log } = this.#means
    const means = { clock, log, clocks: this.#settings.clocks, local: this.#local, neighbourhood: this.#neighbourhood }
    const account = this.#account(request, { head, requestId, decision })
    socket.once('close', () => this.#ended(account, socket.writableFinished))
    const upgrade = new Upgrade({ request, socket, begun, head, requestId, account }, means)
    const visitor = visitorOf(request, requestId)
    if (decision.do !== 'forward') {
      upgrade.answer(this.#local.answer(decision, head, visitor))
      return
    }
    admit(this.#means.gate, decision.to, askingOf(head, visitor.address, whenLeft(socket)))
      .then((admission) => {
        if (admission.kind !== 'go') upgrade.answer(this.#local.notAdmitted(admission, head, requestId))
        else {
          const { cookie } = admission
          upgrade.pass(this.#servers[decision.to], decision.target, {
            cookie,
            onWent: this.#noted(decision.to, admission),
          })
        }
      })
      .catch((bug: unknown) => {
        log.error('bug', { requestId, bug: String(bug) })
        socket.destroy()
      })
  }

  #account(request: Visit['request'], { head, requestId, decision }: Begun): Account {
    const { observing, clock } = this.#means
    const route = routeClassOf(decision, head.path, this.#settings.isOwn)
    return observing.begin({ head, requestId, route, client: clientOf(request), startedAt: clock.now() })
  }

  #ended(account: Account, isWhole: boolean): void {
    this.#means.observing.end(account, isWhole, this.#means.clock.now())
  }

  /** Takes no new visitors: what is under way comes to its end. */
  retire(): void {
    for (const server of Object.values(this.#servers)) server.retire()
  }

  /** Cuts what is left. */
  close(): void {
    for (const server of Object.values(this.#servers)) server.close()
  }

  async #forward(visit: Visit, to: Upstream, target: string): Promise<void> {
    const { head, requestId, request } = visit
    const asking = askingOf(head, request.socket.remoteAddress, whenLeft(visit.response))
    const admission = await admit(this.#means.gate, to, asking)
    if (admission.kind !== 'go') {
      request.resume()
      this.#answer(visit, this.#local.notAdmitted(admission, head, requestId))
      return
    }
    const { clock, log } = this.#means
    const own = { local: this.#local, budget: this.#budget, neighbourhood: this.#neighbourhood }
    const means = {
      clock,
      log,
      clocks: this.#settings.clocks,
      ...own,
      cookie: admission.cookie,
      onWent: this.#noted(to, admission),
    }
    new Exchange(visit, this.#servers[to], target, means).start()
  }

  #noted(to: Upstream, admission: Extract<Admission, { kind: 'go' }>): (went: Went) => void {
    const { outages, clock, gate } = this.#means
    return noteFor({ outages, gate, now: clock.now }, to, admission)
  }

  #answer(visit: Visit, answer: Promise<Parameters<typeof sendAnswer>[1]>): void {
    answer.then((made) => sendAnswer(visit, made)).catch((bug: unknown) => this.#broken(visit, bug))
  }

  #broken({ requestId, response }: Visit, bug: unknown): void {
    this.#means.log.error('bug', { requestId, bug: String(bug) })
    response.destroy()
  }

  #health(): Health {
    const { clock, startedAt, state } = this.#means
    const { version } = this.#settings
    return { process: 'edge', version, protocol: protocolVersion, state: state(), upMs: clock.now() - startedAt }
  }
}

function visitorOf(request: Visit['request'], requestId: string): Visitor {
  return { requestId, address: clientOf(request), connection: () => connectionOf(request) }
}

/** Aborted when a visitor is not there any more. */
function whenLeft(end: Writable): AbortSignal {
  const leaving = new AbortController()
  end.once('close', () => leaving.abort())
  return leaving.signal
}

function serversOf(settings: EdgeSettings, clock: Clock): Record<Upstream, UpstreamServer> {
  const { origin, status, originTls, resolver, clocks } = settings
  const way = { connectMs: clocks.connectMs, tls: originTls, resolver }
  return {
    origin: upstreamServer('origin', { ...way, address: new URL(origin) }, clock),
    status: upstreamServer('status', { ...way, address: new URL(status) }, clock),
  }
}

function headOf({ method, url, headers }: Visit['request']): RequestHead {
  return {
    method: method ?? 'GET',
    ...splitTarget(url ?? '/'),
    header(name) {
      // HTTP/2 names the host beside the header (RFC 9113 §8.3.1).
      const value = name === 'host' ? (headers.host ?? headers[':authority']) : headers[name]
      return typeof value === 'string' ? value : value?.join(', ')
    },
  }
}
