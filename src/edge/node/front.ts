import type { Writable } from 'node:stream'
import type { Health } from '#protocol/health.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { Chance, Clock } from '#shared/clock.ts'
import { idMaker } from '#shared/ids.ts'
import type { Log } from '#shared/log.ts'
import { admit, noteFor } from '../admission.ts'
import { clientOf, type Client } from '../client/client.ts'
import { decide, type Decision } from '../decide.ts'
import { brokenRequest } from '../floods/broken-request.ts'
import { Floods } from '../floods/floods.ts'
import type { Newcomers, ProofWanted } from '../floods/newcomers.ts'
import type { Refusal } from '../floods/refusal.ts'
import { wrongForm } from '../floods/request-form.ts'
import { requestIdOf, type Neighbourhood } from '../forward-headers.ts'
import { LocalAnswers, type Visitor } from '../local-answers.ts'
import type { Account } from '../observe/account.ts'
import type { Observing } from '../observe/observing.ts'
import { routeClassOf } from '../observe/route-class.ts'
import type { Outages } from '../outages.ts'
import { proxiesOf, type Proxies } from '../proxies.ts'
import { sharedReadiness } from '../readiness.ts'
import { receipts } from '../receipts.ts'
import { askingOf } from '../recovery/asking.ts'
import { throughGate } from '../recovery/through-gate.ts'
import type { Admission, Asking, Gate, Went } from '../recovery/gate.ts'
import type { RequestHead } from '../request-head.ts'
import { newcomersFor } from '../newcomers-for.ts'
import { withoutWorker } from '../retired-worker.ts'
import { RetryBudget } from '../retry.ts'
import type { Upstream } from '../route.ts'
import type { EdgeSettings } from '../settings.ts'
import { noShell } from '../shell.ts'
import { askHealth } from './ask-health.ts'
import { connectionOf } from './connection.ts'
import type { Callers } from './door.ts'
import { codeOf } from './error-code.ts'
import { Exchange } from './exchange.ts'
import { headOf, headOfBroken } from './heads.ts'
import { namesFrom } from './names.ts'
import { nodeMac } from './node-mac.ts'
import { answerOnSocket } from './raw-answer.ts'
import { sendAnswer } from './send-answer.ts'
import { shellFolder } from './shell-folder.ts'
import { StatusNews } from './status-news.ts'
import { Upgrade } from './upgrade.ts'
import { upstreamServer, type UpstreamServer } from './upstream-server.ts'
import { cutOff, endAfter, type Visit } from './visit.ts'

export interface FrontMeans {
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
  readonly scheme: Neighbourhood['scheme']
  readonly outages: Outages
  readonly gate: Gate
  readonly observing: Observing
  /** By which places and passes are signed. */
  readonly key: string
  readonly startedAt: number
  readonly state: () => Health['state']
}

interface Begun {
  readonly head: RequestHead
  readonly requestId: string
  readonly decision: Decision
  readonly client: Client
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
  readonly #proxies: Proxies
  readonly #floods: Floods
  readonly #newcomers: Newcomers
  #hasWarned = false
  readonly #news: StatusNews

  constructor(settings: EdgeSettings, means: FrontMeans) {
    const { clock, chance, outages, gate, scheme } = means
    this.#settings = settings
    this.#means = means
    this.#proxies = proxiesOf(settings.proxies)
    this.#floods = new Floods(settings.floods, {
      now: clock.now,
      log: means.log,
      isOwn: settings.isOwn,
      names: namesFrom(settings.floods.botResolver),
    })
    this.#servers = serversOf(settings, clock)
    this.#neighbourhood = { isOwn: settings.isOwn, scheme }
    this.#makeId = idMaker({ now: clock.now, fill: (bytes) => crypto.getRandomValues(bytes) })
    this.#newcomers = newcomersFor(settings.floods, {
      now: means.clock.now,
      secret: means.key,
      isSecure: settings.identity !== null,
      makeMac: nodeMac,
    })
    const folder = settings.shellDir === null ? noShell : shellFolder(settings.shellDir)
    const askReady = throughGate((of) => askHealth(this.#servers[of], clock, settings.isOwn), gate, clock.now)
    this.#news = new StatusNews(this.#servers.status, { clock, log: means.log, isOwn: settings.isOwn })
    this.#local = new LocalAnswers({
      shell: settings.shellWorker ? folder : withoutWorker(folder),
      health: () => this.#health(),
      askReady: sharedReadiness(askReady, clock.now),
      outages,
      history: () => this.#news.history,
      incident: () => this.#news.incident(),
      now: clock.now,
      chance,
      surroundings: settings,
      gate,
      scheme,
      receipts: receipts(means.key, nodeMac),
      places: settings.places,
      networkReports: settings.networkReports,
      statusOrigin: new URL(settings.places.statusHost ?? settings.status).origin,
      newcomers: this.#newcomers,
    })
  }

  readonly onRequest: Callers['onRequest'] = (request, response, isOneTooMany) => {
    const head = headOf(request)
    const requestId = requestIdOf(head, this.#makeId)
    const client = this.#clientOf(request.socket.remoteAddress, head)
    const decision = decide(head, this.#settings)
    const account = this.#account({ head, requestId, decision, client })
    const visit: Visit = { request, response, head, requestId, account, client }
    response.once('close', () => {
      if (response.headersSent) account.status = response.statusCode
      this.#ended(account, response.writableFinished)
    })
    // HTTP/2 has a better word for it, which its session has said already.
    if (this.#means.state() === 'draining' && request.httpVersionMajor === 1) response.setHeader('connection', 'close')
    response.once('finish', () => this.#letGo(visit))
    const refusal = this.#refusalFor(visit, isOneTooMany)
    if (refusal !== undefined) {
      request.resume()
      if (isOneTooMany) endAfter(visit)
      this.#answer(visit, this.#local.turnedAway(refusal, head, requestId))
      return
    }
    if (decision.do === 'forward') {
      this.#forward(visit, decision.to, decision.target).catch((bug: unknown) => this.#broken(visit, bug))
    } else {
      this.#answer(visit, this.#local.answer(decision, head, visitorOf(visit)))
    }
  }

  readonly onUpgrade: Callers['onUpgrade'] = (request, socket, begun, isOneTooMany) => {
    const head = headOf(request)
    const requestId = requestIdOf(head, this.#makeId)
    const client = this.#clientOf(request.socket.remoteAddress, head)
    const decision = decide(head, this.#settings)
    const { clock, log } = this.#means
    const means = { clock, log, clocks: this.#settings.clocks, local: this.#local, neighbourhood: this.#neighbourhood }
    const account = this.#account({ head, requestId, decision, client })
    socket.once('close', () => this.#ended(account, socket.writableFinished))
    const upgrade = new Upgrade({ request, socket, begun, head, requestId, account, client }, means)
    const refusal = this.#refusalFor({ request, head, client }, isOneTooMany)
    if (refusal !== undefined) {
      upgrade.answer(this.#local.turnedAway(refusal, head, requestId))
      return
    }
    const visitor = visitorOf({ request, requestId, client })
    if (decision.do !== 'forward') {
      upgrade.answer(this.#local.answer(decision, head, visitor))
      return
    }
    const asking = askingOf(head, visitor.address, whenLeft(socket))
    this.#wantedOf(decision.to, client, asking)
      .then(async (wanted) => {
        if (wanted !== undefined) {
          upgrade.answer(this.#local.newcomer(wanted, head, requestId))
          return
        }
        const admission = await admit(this.#means.gate, decision.to, asking)
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

  readonly onBroken: Callers['onBroken'] = (error, socket) => {
    const refusal = brokenRequest(codeOf(error), 'reason' in error ? String(error.reason) : error.message)
    if (refusal === undefined || !socket.writable) {
      socket.destroy()
      return
    }
    const { clock, log } = this.#means
    const requestId = this.#makeId()
    this.#local
      .turnedAway(refusal, headOfBroken(error), requestId)
      .then((answer) => {
        log.info('request not read', { requestId, fault: refusal.fault, because: refusal.because })
        answerOnSocket(socket, answer)
        clock.after(lingerMs, () => socket.destroy())
      })
      .catch((bug: unknown) => {
        log.error('bug', { requestId, bug: String(bug) })
        socket.destroy()
      })
  }

  readonly connectionLimitFor: Callers['connectionLimitFor'] = (peer) => {
    return this.#floods.connectionLimitFor(clientOf(peer, () => undefined, this.#proxies))
  }

  #account({ head, requestId, decision, client }: Begun): Account {
    const { observing, clock } = this.#means
    const route = routeClassOf(decision, head.path, this.#settings.isOwn)
    return observing.begin({ head, requestId, route, client: client.address, startedAt: clock.now() })
  }

  #ended(account: Account, isWhole: boolean): void {
    this.#means.observing.end(account, isWhole, this.#means.clock.now())
  }

  /** Takes no new visitors: what is under way comes to its end. */
  retire(): void {
    this.#news.stop()
    for (const server of Object.values(this.#servers)) server.retire()
  }

  /** Cuts what is left. */
  close(): void {
    this.#news.stop()
    for (const server of Object.values(this.#servers)) server.close()
  }

  #refusalFor(
    { request, head, client }: Pick<Visit, 'request' | 'head' | 'client'>,
    isOneTooMany: boolean,
  ): Refusal | undefined {
    if (isOneTooMany) return this.#floods.tooManyConnections(client)
    const { httpVersion: version, url: target = '', rawHeaders } = request
    const wrong = wrongForm({ version, target, rawHeaders })
    return wrong ?? this.#floods.refusalFor(client, head)
  }

  /** What is still being sent when it has been answered would hold the connection for as long as somebody likes. */
  #letGo(visit: Visit): void {
    if (visit.request.complete) return
    this.#means.clock.after(this.#settings.clocks.bodyMs, () => {
      if (!visit.request.complete) cutOff(visit)
    })
  }

  #clientOf(peer: string | undefined, head: RequestHead): Client {
    const client = clientOf(peer, head.header, this.#proxies)
    if (!client.isForwarded && !this.#hasWarned && head.header('x-forwarded-for') !== undefined) {
      this.#hasWarned = true
      // All who come through a proxy that is not known count as one. Whoever made the header up himself is meant, too.
      this.#means.log.warn('forwarded header not believed', { from: peer, fix: 'name it in `proxies` if it is yours' })
    }
    return client
  }

  async #forward(visit: Visit, to: Upstream, target: string): Promise<void> {
    const { head, requestId, request, client } = visit
    const asking = askingOf(head, client.address, whenLeft(visit.response))
    const wanted = await this.#wantedOf(to, client, asking)
    if (wanted !== undefined) {
      request.resume()
      this.#answer(visit, this.#local.newcomer(wanted, head, requestId))
      return
    }
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
      mostBodyBytes: this.#settings.floods.mostBodyBytes,
      ...own,
      cookie: admission.cookie,
      onWent: this.#noted(to, admission),
    }
    new Exchange(visit, this.#servers[to], target, means).start()
  }

  async #wantedOf(to: Upstream, client: Client, asking: Asking): Promise<ProofWanted | undefined> {
    return to !== 'origin' || this.#floods.isSpared(client)
      ? undefined
      : this.#newcomers.wantedOf({ ...asking, client })
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

function visitorOf({ request, requestId, client }: Pick<Visit, 'request' | 'requestId' | 'client'>): Visitor {
  const { address, believed } = client
  return { requestId, address, believed, connection: () => connectionOf(request) }
}

/** So long the other end may take to read what it was told, before the connection is closed under what it still sends. */
const lingerMs = 2000

/** Aborted when a visitor is not there any more. */
function whenLeft(end: Writable): AbortSignal {
  const leaving = new AbortController()
  // Every request comes here at its end: without a reason of ours an error would be made for it, stack and all.
  end.once('close', () => leaving.abort('left'))
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
