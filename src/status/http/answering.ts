import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FaultId } from '#protocol/faults.ts'
import { problem, problemType, type ProblemDetails } from '#protocol/problem.ts'
import type { Log } from '#shared/log.ts'
import { matchRoute } from './match.ts'
import { readBody } from './read-body.ts'
import type { Answer, Route } from './route.ts'
import { askerOf, isAppAsking, isOperator, refusalOf, type Doors } from './who-asks.ts'

export interface AnsweringMeans {
  readonly routes: readonly Route[]
  readonly doors: Doors
  readonly log: Log
}

/** Answers requests by the list of routes. */
export function answering(means: AnsweringMeans): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(request, response, means).catch((bug: unknown) => {
      means.log.error('bug', { bug: bug instanceof Error ? bug.stack : String(bug) })
      if (response.headersSent) response.destroy()
      else send(response, refused('internal-error'))
    })
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, means: AnsweringMeans): Promise<void> {
  const url = urlOf(request.url)
  const matched = url === undefined ? [] : matchRoute(means.routes, request.method ?? 'GET', url.pathname)
  const route = 'route' in matched ? matched.route : undefined
  const asksBefore = url === undefined ? undefined : preflight(request, url.pathname, means)
  if (asksBefore !== undefined) return send(response, asksBefore)
  const stopped = refusalOf(request, route, means.doors)
  if (stopped === 'operator-only') return send(response, askForToken(request, means.doors))
  if (stopped !== undefined) return send(response, refused(stopped))
  const cors = corsHeaders(request, route, means.doors)
  for (const [name, value] of Object.entries(cors)) response.setHeader(name, value)
  if (url === undefined || !('route' in matched)) return send(response, nowhere('route' in matched ? [] : matched))
  const body = await readBody(request, matched.route.bodyLimitBytes ?? 0)
  if (!body.ok) return send(response.setHeader('connection', 'close'), refused(body.error.fault, body.error.details))
  const { address: client, isDirect } = askerOf(request)
  const { method = 'GET', headers } = request
  const asked = {
    method,
    url,
    params: matched.params,
    headers,
    body: body.value,
    client,
    isDirect,
    isOperator: isOperator(request, means.doors),
  }
  send(response, await matched.route.answer(asked), matched.route)
}

/** A browser in front of which the operator sits asks them for the token. A program knows where to put it. */
function askForToken({ headers }: IncomingMessage, { token }: Doors): Answer {
  const refusal = refused('operator-only')
  const isPerson = token !== null && headers.accept?.includes('text/html') === true
  const realm = { 'www-authenticate': 'Basic realm="The operator of this status page", charset="UTF-8"' }
  return isPerson ? { ...refusal, status: 401, headers: realm } : refusal
}

/** The app may read the answer, too, where it may ask. */
function corsHeaders(request: IncomingMessage, route: Route | undefined, doors: Doors): Record<string, string> {
  const { origin = '' } = request.headers
  if (!isAppAsking(request, route, doors)) return {}
  return { 'access-control-allow-origin': origin, 'access-control-allow-headers': 'content-type', vary: 'origin' }
}

/** What a browser asks before it lets the app ask (https://fetch.spec.whatwg.org/#cors-preflight-fetch). */
function preflight(request: IncomingMessage, path: string, { routes, doors }: AnsweringMeans): Answer | undefined {
  if (request.method !== 'OPTIONS') return undefined
  const wanted = request.headers['access-control-request-method']
  const matched = matchRoute(routes, wanted ?? '', path)
  const headers = corsHeaders(request, 'route' in matched ? matched.route : undefined, doors)
  return Object.keys(headers).length === 0 ? undefined : { status: 204, type: 'text/plain', body: '', headers }
}

function urlOf(path: string | undefined): URL | undefined {
  return URL.canParse(path ?? '/', 'http://localhost') ? new URL(path ?? '/', 'http://localhost') : undefined
}

function nowhere(methods: readonly string[]): Answer {
  if (methods.length === 0) return refused('not-found')
  return { ...refused('method-not-allowed'), headers: { allow: methods.join(', ') } }
}

/** A fault as an answer, for a route that must refuse. */
export function refused(fault: FaultId, details?: ProblemDetails): Answer {
  const document = problem(fault, details)
  const waitS = Math.ceil((details?.retryAfterMs ?? 0) / 1000)
  const headers = waitS > 0 ? { 'retry-after': String(waitS) } : {}
  return { status: document.status, type: problemType, body: JSON.stringify(document), headers }
}

function send(response: ServerResponse, { status = 200, type, body, headers }: Answer, route?: Route): void {
  const isEmpty = status === 304 || status === 204
  response.writeHead(status, {
    'content-type': type,
    ...(isEmpty ? {} : { 'content-length': Buffer.byteLength(body) }),
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    ...(route?.who === 'anywhere' ? { 'access-control-allow-origin': '*' } : {}),
    ...headers,
  })
  response.end(response.req.method === 'HEAD' || isEmpty ? undefined : body)
}
