import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { text as readText } from 'node:stream/consumers'
import { errnoOf } from '#shared/errno.ts'

/**
 * Carries the SDK's requests by node:http, which costs half of what `fetch` costs for each token. The SDK sees an
 * answer without a body; the body is fetched with `bodyOf`.
 */
export interface Transport {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  readonly bodyOf: (response: Response) => IncomingMessage | undefined
  readonly close: () => void
}

export function openTransport(): Transport {
  const agents = { http: new HttpAgent(agentOptions), https: new HttpsAgent(agentOptions) }
  const bodies = new WeakMap<Response, IncomingMessage>()

  async function fetchByHttp(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const incoming = await exchange(new URL(input instanceof Request ? input.url : input), init, agents)
    const answer = { status: incoming.statusCode ?? 0, headers: headersOf(incoming) }
    if (answer.status < 200 || answer.status > 299) return refusal(incoming, answer)
    const response = new Response(null, answer)
    bodies.set(response, incoming)
    return response
  }

  return {
    fetch: fetchByHttp,
    bodyOf: (response) => bodies.get(response),
    close() {
      agents.http.destroy()
      agents.https.destroy()
    },
  }
}

const agentOptions = {
  keepAlive: true,
  // So that a paused answer leaves what comes in the system, where it costs nothing (`gusts.ts`).
  highWaterMark: 1,
  // Of a name with several addresses each gets a fair time, or a slow one is reported as timed out (default: 250 ms).
  autoSelectFamilyAttemptTimeout: 2_000,
}

interface Agents {
  readonly http: HttpAgent
  readonly https: HttpsAgent
}

async function exchange(url: URL, init: RequestInit, agents: Agents): Promise<IncomingMessage> {
  const secure = url.protocol === 'https:'
  const begin = (fresh: boolean): ClientRequest => {
    const options = { method: init.method ?? 'GET', headers: plain(init.headers), signal: init.signal ?? undefined }
    return secure
      ? httpsRequest(url, { ...options, agent: fresh ? false : agents.https })
      : httpRequest(url, { ...options, agent: fresh ? false : agents.http })
  }
  const request = begin(false)
  try {
    return await answerTo(request, init.body)
  } catch (error) {
    // A kept connection may be closed by the server in the moment it is used again: the request was never read.
    if (!request.reusedSocket || errnoOf(error) !== 'ECONNRESET') throw error
    return answerTo(begin(true), init.body)
  }
}

function answerTo(request: ClientRequest, body: RequestInit['body']): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  request.on('response', resolve)
  request.on('error', reject)
  request.end(typeof body === 'string' ? body : undefined)
  return promise
}

function plain(headers: RequestInit['headers']): Record<string, string> {
  return Object.fromEntries(new Headers(headers))
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value)
  }
  return headers
}

async function refusal(incoming: IncomingMessage, answer: ResponseInit & { readonly status: number }) {
  const text = await readText(firstOf(incoming))
  // `Response` takes no other statuses, and some of the rest must not have a body.
  if (answer.status < 300 || answer.status > 599) throw new Error(`answered with status ${answer.status}`)
  return new Response(answer.status === 304 ? null : text, answer)
}

const refusalLimitBytes = 64 * 1024

async function* firstOf(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  let sizeBytes = 0
  for await (const chunk of incoming) {
    yield chunk
    sizeBytes += chunk.length
    if (sizeBytes > refusalLimitBytes) return
  }
}
