import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

export interface GetMeans {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly apiKey?: string | undefined
  /** How long the whole answer may take. */
  readonly limitMs: number
}

export interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** A list of models is never longer; what is longer is something else. */
const limitBytes = 4 * 1024 * 1024

/** One GET, without redirects and without keeping the connection. The error is the system's. */
export async function get(address: string, means: GetMeans): Promise<Outcome<Answer, Error>> {
  const enough = new AbortController()
  const stop = (): void => enough.abort(means.signal.reason)
  means.signal.addEventListener('abort', stop)
  if (means.signal.aborted) stop()
  const cancel = means.clock.after(means.limitMs, () => enough.abort(new Error(`no answer in ${means.limitMs} ms`)))
  try {
    const incoming = await ask(new URL(address), means.apiKey, enough.signal)
    return ok({
      status: incoming.statusCode ?? 0,
      type: incoming.headers['content-type'] ?? '',
      text: await textOf(incoming),
    })
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return fail(enough.signal.reason instanceof Error ? enough.signal.reason : error)
  } finally {
    cancel()
    means.signal.removeEventListener('abort', stop)
  }
}

/** The JSON at an address; undefined when there is none. */
export async function getJson(address: string, means: GetMeans): Promise<unknown> {
  const answer = await get(address, means)
  return answer.ok && answer.value.status === 200 ? jsonIn(answer.value.text) : undefined
}

export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function ask(url: URL, apiKey: string | undefined, signal: AbortSignal): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const headers = { Accept: 'application/json', ...(apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` }) }
  const options = { headers, signal, agent: false as const }
  const request = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options)
  request.on('response', resolve)
  request.on('error', reject)
  request.end()
  return promise
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of incoming) {
    chunks.push(chunk)
    sizeBytes += chunk.length
    if (sizeBytes > limitBytes) throw new Error(`more than ${limitBytes} bytes`)
  }
  return Buffer.concat(chunks).toString()
}
