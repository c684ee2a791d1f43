import type { Evidence } from '#protocol/evidence.ts'
import type { FaultId } from '#protocol/faults.ts'
import type { Health } from '#protocol/health.ts'
import type { OutageHistory } from '#protocol/outages.ts'
import type { Problem } from '#protocol/problem.ts'
import type { VisitorPlaces } from '#protocol/visitor-tests.ts'
import type { Chance } from '#shared/clock.ts'
import type { Answer } from './answer.ts'
import { readable, type Decision } from './decide.ts'
import { asksForProblem } from './accepts.ts'
import { faultAnswer, problemDocument, type FaultFacts } from './fault-answer.ts'
import { traceAnswer, type Connection } from './observe/trace.ts'
import { clientKeyAt } from '#shared/ip-address.ts'
import type { Newcomers, ProofWanted } from './floods/newcomers.ts'
import type { Refusal } from './floods/refusal.ts'
import type { Lasted, Outages } from './outages.ts'
import { reportHeaders, type NetworkReports } from './network-reports.ts'
import { baseHeaders, shellPolicy } from './page-policy.ts'
import { proofAnswer } from './proof-answer.ts'
import type { AskReady } from './readiness.ts'
import type { Receipts } from './receipts.ts'
import { askingOf } from './recovery/asking.ts'
import type { Gate, Refused, Waits } from './recovery/gate.ts'
import type { RequestHead } from './request-head.ts'
import { retryAfterMs } from './retry-after.ts'
import { standInOf, type Upstream } from './route.ts'
import type { Shell } from './shell.ts'
import type { Surroundings } from './site.ts'
import type { OpenIncident } from './told-incident.ts'
import { waitingAnswer } from './waiting-answer.ts'

export interface LocalMeans {
  readonly shell: Shell
  readonly health: () => Health
  readonly askReady: AskReady
  readonly outages: Outages
  /** What the status process has measured, as far as it is known. */
  readonly history: () => OutageHistory | undefined
  /** The incident that is open now, as it said. */
  readonly incident: () => OpenIncident | undefined
  readonly now: () => number
  readonly chance: Chance
  readonly surroundings: Surroundings
  readonly gate: Gate
  /** How visitors speak with the edge. */
  readonly scheme: 'http' | 'https'
  /** Where visitors find the status process without the edge. */
  readonly statusOrigin?: string | undefined
  /** Where nobody could ask for them, they are left out. */
  readonly receipts?: Receipts | undefined
  readonly places: VisitorPlaces
  readonly networkReports: NetworkReports
  /** Where newcomers are never asked for anything, it is left out. */
  readonly newcomers?: Newcomers | undefined
}

/** Who asks. */
export interface Visitor {
  readonly requestId: string
  /** The address of whoever holds the other end of the connection. */
  readonly address: string | undefined
  /** The header field that told the address, where one was believed. */
  readonly believed: string | undefined
  readonly connection: () => Connection
}

/** How asking a process behind the edge failed. */
export interface Failed {
  readonly of: Upstream
  readonly fault: FaultId
  readonly because: string
  readonly evidence?: Evidence | undefined
}

/** What the edge says by itself, without anybody behind it. */
export class LocalAnswers {
  readonly #means: LocalMeans
  readonly #pagePolicy: string

  constructor(means: LocalMeans) {
    this.#means = means
    this.#pagePolicy = shellPolicy(means.places, means.statusOrigin)
  }

  /** The answer to everything that is not forwarded. */
  async answer(decision: Exclude<Decision, { do: 'forward' }>, head: RequestHead, visitor: Visitor): Promise<Answer> {
    const { requestId } = visitor
    if (decision.do === 'refuse') return this.#refusal(decision.fault, head, requestId)
    switch (decision.with.to) {
      case 'health':
        return json(200, this.#means.health(), requestId)
      case 'readyz':
        return this.#takesVisitors(requestId)
      case 'trace':
        return this.#trace(head, visitor)
      case 'places':
        return json(200, this.#means.places, requestId)
      case 'ready':
        return this.#readiness(decision.with.of, head, requestId)
      case 'place':
        return this.#place(head, visitor)
      case 'proof':
        return this.#proof(head, visitor)
      case 'receipt':
        return this.#receipt(head, requestId)
      case 'shell':
        return this.#file(decision.with.file, head, visitor)
    }
  }

  /** Not whether the origin answers: who asks this, sends visitors elsewhere, and ours are the ones to tell them the truth. */
  #takesVisitors(requestId: string): Answer {
    const health = this.#means.health()
    return json(health.state === 'draining' ? 503 : 200, health, requestId)
  }

  #trace(head: RequestHead, { requestId, address, believed, connection }: Visitor): Answer {
    const { now, scheme, health } = this.#means
    const { version } = health()
    return traceAnswer(head, { requestId, address, believed, connection: connection(), scheme, now: now(), version })
  }

  /** The answer when the gate does not let a visitor through. */
  notAdmitted(admission: Waits | Refused, head: RequestHead, requestId: string): Promise<Answer> {
    const { now, surroundings } = this.#means
    if (admission.kind === 'wait') return waitingAnswer(admission, head, { requestId, surroundings, now: now() })
    const { fault, because } = admission
    if (fault !== 'line-full') return this.failure({ of: 'origin', fault, because }, head, requestId)
    return this.turnedAway(admission, head, requestId)
  }

  /** The answer to what the edge itself does not take now. */
  turnedAway({ fault, because, retryAfterMs: after }: Refusal, head: RequestHead, requestId: string): Promise<Answer> {
    const { now, surroundings } = this.#means
    const waiting = after === undefined ? {} : ({ retryAfterMs: after, waitingFor: 'origin' } as const)
    return faultAnswer(fault, head, { requestId, at: now(), surroundings, because, ...waiting })
  }

  async #place(head: RequestHead, { requestId, address }: Visitor): Promise<Answer> {
    const turn = await this.#means.gate.look(askingOf(head, address))
    return turn.kind === 'go' ? nothing(requestId, turn.cookie) : this.notAdmitted(turn, head, requestId)
  }

  /** The answer to a newcomer while there are far too many of them. */
  newcomer(wanted: ProofWanted, head: RequestHead, requestId: string): Promise<Answer> {
    return proofAnswer(wanted, head, { requestId, surroundings: this.#means.surroundings })
  }

  /** Nothing is said to a forgery that would help to make a better one. */
  async #receipt(head: RequestHead, requestId: string): Promise<Answer> {
    const text = new URLSearchParams(head.query).get('of') ?? ''
    const receipt = await this.#means.receipts?.read(text)
    return receipt === undefined ? this.#refusal('not-found', head, requestId) : json(200, receipt, requestId)
  }

  /** Somebody has waited, or brings the solution of a sum. */
  async #proof(head: RequestHead, { requestId, address }: Visitor): Promise<Answer> {
    const { newcomers } = this.#means
    if (newcomers === undefined) return this.#refusal('not-found', head, requestId)
    const asking = askingOf(head, address)
    const client = { key: clientKeyAt(address) }
    const solution = new URLSearchParams(head.query).get('solution')
    if (solution !== null) {
      const pass = await newcomers.passFor(solution, client)
      return pass === undefined ? this.#refusal('proof-wrong', head, requestId) : nothing(requestId, pass)
    }
    const wanted = await newcomers.look({ ...asking, client })
    return wanted === undefined ? nothing(requestId) : this.newcomer(wanted, head, requestId)
  }

  /** The answer when a process behind the edge could not be asked. */
  async failure(failed: Failed, head: RequestHead, requestId: string): Promise<Answer> {
    const { outages, now } = this.#means
    outages.noteFailure(failed.of, failed.fault, now())
    const standIn = await this.#standIn(failed, head, requestId)
    if (standIn !== undefined) return standIn
    const facts = this.#factsOf(failed, requestId)
    const receipt = await this.#receiptFor(failed, facts)
    return faultAnswer(faultOf(failed), head, { ...facts, receipt })
  }

  /** Status counts what people meet on the way to our own server, and nothing else. */
  async #receiptFor({ of, fault }: Failed, { requestId, at }: FaultFacts): Promise<string | undefined> {
    const { receipts, surroundings } = this.#means
    return of === 'origin' && surroundings.isOwn ? receipts?.write({ requestId, fault, at }) : undefined
  }

  /** What an operator has laid out for the time in which another site is away. Programs are told the truth instead. */
  async #standIn({ fault }: Failed, head: RequestHead, requestId: string): Promise<Answer | undefined> {
    const { shell, surroundings } = this.#means
    const file = standInOf(head.path)
    const isAsked = readable.includes(head.method) && !asksForProblem(head.header('accept'))
    if (surroundings.isOwn || file === undefined || !isAsked) return undefined
    const found = await shell(file, head)
    if (found === undefined) return undefined
    // Nobody on the way may keep it for the time after, and whoever wonders about it finds the reason.
    const marks = { 'cache-control': 'no-store', 'x-stand-in-for': fault, 'x-request-id': requestId }
    return { ...found, fault, headers: { ...found.headers, ...marks } }
  }

  /** The same as a document, for where an answer has already begun. */
  problemOf(failed: Failed, head: RequestHead, requestId: string): Problem {
    return problemDocument(faultOf(failed), head, this.#factsOf(failed, requestId))
  }

  #factsOf({ of, fault, because, evidence }: Failed, requestId: string): FaultFacts {
    const { outages, now, chance, surroundings } = this.#means
    const lastedMs = outages.lastedMs(of, now())
    const before = this.#before(of, fault)
    const incident = of === 'origin' && surroundings.isOwn ? this.#means.incident() : undefined
    const retry = { retryAfterMs: retryAfterMs(lastedMs, chance), waitingFor: of }
    return { requestId, at: now(), surroundings, because, evidence, lastedMs, before, incident, ...retry }
  }

  /** By whoever has watched for longer. The status process watches Holdfast's server, and no other site. */
  #before(of: Upstream, fault: FaultId): Lasted {
    const { outages, now, surroundings, history } = this.#means
    const own = outages.before(of, fault, now())
    const told = of === 'origin' && surroundings.isOwn ? history() : undefined
    if (told === undefined || told.since > own.since) return own
    const { since, asOf, durationsMs } = told
    return { by: 'the status page', of: 'any kind', since, asOf, durationsMs: durationsMs.server }
  }

  async #readiness(of: Upstream, head: RequestHead, requestId: string): Promise<Answer> {
    const asked = await this.#means.askReady(of)
    if (!asked.ok) return this.failure({ of, ...asked.error }, head, requestId)
    this.#means.outages.noteAnswer(of, this.#means.now())
    return nothing(requestId)
  }

  async #file(file: string, head: RequestHead, visitor: Visitor): Promise<Answer> {
    const { shell } = this.#means
    const { requestId } = visitor
    const found = await shell(file, head)
    if (found !== undefined) {
      const policy = file.endsWith('.html') ? this.#pageHeaders(visitor) : {}
      return { ...found, headers: { ...baseHeaders, ...policy, ...found.headers, 'x-request-id': requestId } }
    }
    return this.#refusal(file === 'index.html' ? 'shell-missing' : 'not-found', head, requestId)
  }

  #pageHeaders({ connection }: Visitor): Readonly<Record<string, string>> {
    const { places, networkReports: reports, scheme, surroundings } = this.#means
    const { statusHost } = places
    const isHeard = surroundings.isOwn || statusHost !== null
    const asking = isHeard ? reportHeaders({ reports, scheme: connection().scheme ?? scheme, statusHost }) : {}
    return { 'content-security-policy': this.#pagePolicy, ...asking }
  }

  #refusal(fault: FaultId, head: RequestHead, requestId: string): Promise<Answer> {
    const headers = fault === 'method-not-allowed' ? { allow: readable.join(', ') } : undefined
    const { now, surroundings } = this.#means
    return faultAnswer(fault, head, { requestId, at: now(), surroundings, headers })
  }
}

/** The status process gone is no fault of the server's, whatever was seen on the way to it. */
function faultOf({ of, fault }: Failed): FaultId {
  return of === 'status' ? 'status-unreachable' : fault
}

function nothing(requestId: string, cookie?: string): Answer {
  const kept = cookie === undefined ? {} : { 'set-cookie': cookie }
  const headers = { ...baseHeaders, 'cache-control': 'no-store', 'x-request-id': requestId, ...kept }
  return { status: 204, headers, body: null }
}

function json(status: number, body: unknown, requestId: string): Answer {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId }
  return { status, headers: { ...baseHeaders, ...headers }, body: JSON.stringify(body) }
}
