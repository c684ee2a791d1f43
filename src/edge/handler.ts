import type { Log } from '#shared/log.ts'
import type { Outcome } from '#shared/outcome.ts'
import { admit, noteFor, type AdmissionMeans } from './admission.ts'
import type { Answer } from './answer.ts'
import { classify, type Observation } from './classify.ts'
import { decide, type Decision } from './decide.ts'
import { requestHeaders, requestIdOf } from './forward-headers.ts'
import { clientOf, type Client } from './client/client.ts'
import type { Floods } from './floods/floods.ts'
import type { Newcomers, ProofWanted } from './floods/newcomers.ts'
import type { LocalAnswers } from './local-answers.ts'
import { accessLineOf, type AccessLog } from './observe/access-line.ts'
import { Account } from './observe/account.ts'
import { routeClassOf } from './observe/route-class.ts'
import type { Connection } from './observe/trace.ts'
import { passedOn, type PassingMeans } from './passed-on.ts'
import { askingOf } from './recovery/asking.ts'
import type { Proxies } from './proxies.ts'
import type { Admission, Asking, Went } from './recovery/gate.ts'
import { splitTarget, type RequestHead } from './request-head.ts'
import { mayAskAgain, safeMethods, type RetryBudget } from './retry.ts'
import { prefixes, type Upstream } from './route.ts'

export interface HandlerMeans extends AdmissionMeans, PassingMeans {
  readonly local: LocalAnswers
  readonly log: Log
  readonly budget: RetryBudget
  /** Whether Holdfast is behind the edge, or any other site. */
  readonly isOwn: boolean
  readonly makeId: () => string
  readonly ask: Ask
  readonly floods: Floods
  readonly newcomers: Newcomers
  readonly accessLog: AccessLog | undefined
  /** Learns what is known of a fault before it is told, in a time that a visitor does not mind; undefined where nobody knows. */
  readonly learn?: ((caller: Caller) => Promise<void>) | undefined
}

/** Asks a process behind the edge once. `target` is path and query there. */
export type Ask = (of: Upstream, target: string, init: RequestInit) => Promise<Outcome<Response, Failure>>

export interface Failure {
  readonly observation: Observation
  readonly because: string
}

/** What the runtime knows of a request beside the request. */
export interface Caller {
  /** Who holds the other end of the connection. */
  readonly address: string | undefined
  /** The header field by which the runtime tells the address. */
  readonly believed: string | undefined
  /** How the request came, as far as the runtime says it. */
  readonly connection: () => Connection
  /** Lets what was begun come to its end, also when the visitor has left. */
  readonly stay: (until: Promise<unknown>) => void
}

export type Handler = (request: Request, caller: Caller) => Promise<Response>

/** The edge as one function, for runtimes that speak web standards. Node goes the same way with its own streams. */
export function edgeHandler(means: HandlerMeans): Handler {
  return async function handleAtEdge(request, caller) {
    const { now, accessLog } = means
    const visit = visitOf(request, caller, means)
    const { account } = visit
    const response = await answered(visit, means)
    account.status = response.status
    const ending = request.signal.aborted ? 'left' : 'passed'
    accessLog?.(accessLineOf({ account, ending, tookMs: now() - account.facts.startedAt }))
    return response
  }
}

interface Visit {
  readonly request: Request
  readonly caller: Caller
  readonly head: RequestHead
  readonly requestId: string
  readonly client: Client
  readonly decision: Decision
  readonly account: Account
}

function visitOf(request: Request, caller: Caller, means: HandlerMeans): Visit {
  const head = headOf(request)
  const requestId = requestIdOf(head, means.makeId)
  const client = clientOfCaller(caller, head)
  const decision = decide(head, means)
  const route = routeClassOf(decision, head.path, means.isOwn)
  const account = new Account({ head, requestId, route, client: client.address, startedAt: means.now() })
  return { request, caller, head, requestId, client, decision, account }
}

/** Of whom the runtime says nothing: better no limit than one for all of them together. */
function clientOfCaller({ address }: Caller, { header }: RequestHead): Client {
  const client = clientOf(address, header, nobodyBetween)
  return address === undefined ? { ...client, isHere: true } : client
}

/** Who stands at the other end of the connection the runtime knows; nobody else is believed. */
const nobodyBetween: Proxies = { includes: () => false, isCloudflare: () => false, header: 'x-forwarded-for' }

async function answered(visit: Visit, means: HandlerMeans): Promise<Response> {
  const { request, caller, head, requestId, client, decision } = visit
  const { local, gate, floods } = means
  const refusal = floods.refusalFor(client, head)
  if (refusal !== undefined) return responseOf(await local.turnedAway(refusal, head, requestId), visit)
  if (decision.do !== 'forward') return responseOf(await local.answer(decision, head, { requestId, ...caller }), visit)
  const asking = askingOf(head, caller.address, request.signal)
  const wanted = await wantedOf(visit, { to: decision.to, asking }, means)
  if (wanted !== undefined) return responseOf(await local.newcomer(wanted, head, requestId), visit)
  const admission = await admit(gate, decision.to, asking)
  if (admission.kind !== 'go') {
    if (admission.kind === 'refused') await means.learn?.(caller)
    return responseOf(await local.notAdmitted(admission, head, requestId), visit)
  }
  return forward(visit, { ...decision, admission }, means)
}

async function wantedOf(
  { client }: Visit,
  { to, asking }: { readonly to: Upstream; readonly asking: Asking },
  { floods, newcomers }: HandlerMeans,
): Promise<ProofWanted | undefined> {
  return to !== 'origin' || floods.isSpared(client) ? undefined : newcomers.wantedOf({ ...asking, client })
}

interface Way {
  readonly to: Upstream
  readonly target: string
  readonly admission: Extract<Admission, { kind: 'go' }>
}

async function forward(visit: Visit, { to, target, admission }: Way, means: HandlerMeans): Promise<Response> {
  const { request, caller, head, requestId, account } = visit
  const { local, log, now } = means
  const from = now()
  account.to = to
  account.enter('headers', from)
  const asking = askedPatiently(visit, { to, target }, means)
  const noted = asking.then((asked) => noteFor(means, to, admission)(wentOf(asked, request, now() - from)))
  caller.stay(noted)
  const asked = await asking
  await noted
  account.enter(undefined, now())
  if (!asked.ok) {
    const { observation, because, tried } = asked.error
    const fault = classify(observation)
    account.failedIn = observation.phase
    log.warn('upstream failed', { requestId, to, fault, ...observation })
    const failed = { of: to, fault, because, evidence: { ...observation, tried } }
    if (to === 'origin') await means.learn?.(caller)
    return responseOf(await local.failure(failed, head, requestId), visit)
  }
  return passedOn(asked.value, { to, head, requestId, cookie: admission.cookie }, means)
}

type Asked = Outcome<Response, Failure & { readonly tried: string[] }>

/** Asks, and once more where that may help and can do no harm. */
async function askedPatiently(
  visit: Visit,
  { to, target }: Omit<Way, 'admission'>,
  means: HandlerMeans,
): Promise<Asked> {
  const { request } = visit
  const { ask, budget } = means
  const { method } = request
  budget.noteRequest()
  const first = await ask(to, target, initOf(visit, to, means))
  if (first.ok) return first
  const { observation, because } = first.error
  const isWorthAnother = mayAskAgain({ observation, method, hasBody: request.body !== null }) && budget.take()
  if (!isWorthAnother) return { ok: false, error: { ...first.error, tried: [] } }
  const second = await ask(to, target, initOf(visit, to, means))
  if (second.ok) return second
  return { ok: false, error: { ...second.error, tried: [`${observation.phase}: ${because}`] } }
}

function wentOf(asked: Asked, { signal }: Request, tookMs: number): Went {
  if (asked.ok) return { kind: 'answered', status: asked.value.status, tookMs }
  return signal.aborted ? { kind: 'left' } : { kind: 'failed', fault: classify(asked.error.observation) }
}

function headOf(request: Request): RequestHead {
  return {
    method: request.method,
    ...splitTarget(request.url),
    header: (name) => request.headers.get(name) ?? undefined,
  }
}

function initOf({ request, caller, head, requestId }: Visit, to: Upstream, { isOwn }: HandlerMeans): RequestInit {
  const scheme = request.url.startsWith('https:') ? 'https' : 'http'
  const passage = { isOwn, scheme, requestId, from: caller.address, prefix: prefixes[to] } as const
  const headers = requestHeaders([...request.headers].flat(), passage)
  // The runtime names the machine that it asks in `Host`, whatever stands there.
  const host = head.header('host')
  if (host !== undefined) headers.push('x-forwarded-host', host)
  const protocol = head.header('upgrade')
  if (protocol !== undefined) headers.push('upgrade', protocol)
  return {
    method: request.method,
    headers: headersOf(headers),
    body: request.body,
    redirect: 'manual',
    // A reader who leaves ends the reading. A turn that has been sent goes on to its end, so that it is not lost.
    ...(safeMethods.has(request.method) ? { signal: request.signal } : {}),
  }
}

function headersOf(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let i = 0; i + 1 < raw.length; i += 2) headers.append(raw[i] ?? '', raw[i + 1] ?? '')
  return headers
}

function responseOf({ status, headers, body, fault }: Answer, { head, account }: Visit): Response {
  account.fault = fault
  return new Response(head.method === 'HEAD' ? null : body, { status, headers })
}
