import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { isSealedBy, nonceField, sealField, sealOf } from './seal.ts'

export interface ServiceOptions {
  readonly host: string
  readonly port: number
  readonly key: string
  /** Answers what was asked at a path, in JSON; a refusal is a sentence. */
  readonly answer: (asked: ServiceQuestion) => Promise<Outcome<unknown, string>>
}

export interface ServiceQuestion {
  readonly path: string
  readonly body: unknown
  /** The address from which the question came. */
  readonly from: string
}

export interface Service {
  readonly address: string
  readonly close: () => Promise<void>
}

/** Whoever asks is known by a seal; everybody else learns nothing, and nothing is done for them. */
export function serve({ host, port, key, answer }: ServiceOptions): Promise<Outcome<Service, string>> {
  const seen = new Set<string>()
  const server = createServer((request, response) => {
    handled(request, response, { key, answer, seen }).catch(() => response.destroy())
  })
  server.headersTimeout = 5000
  server.requestTimeout = 10_000
  return new Promise((resolve) => {
    server.once('error', (error) =>
      resolve(fail(`Listening on ${host}:${port} failed (${error.message}): set --host or --port otherwise.`)),
    )
    server.listen({ host, port }, () => {
      const bound = server.address()
      const actual = typeof bound === 'object' && bound !== null ? bound.port : port
      const close = (): Promise<void> => new Promise((closed) => server.close(() => closed()))
      resolve(ok({ address: `http://${host.includes(':') ? `[${host}]` : host}:${actual}`, close }))
    })
  })
}

interface Handling extends Pick<ServiceOptions, 'key' | 'answer'> {
  /** Numbers of requests that were answered: the same one again is somebody who listened in. */
  readonly seen: Set<string>
}

const mostBytes = 65_536
const mostSeen = 100_000

async function handled(
  request: IncomingMessage,
  response: ServerResponse,
  { key, answer, seen }: Handling,
): Promise<void> {
  const body = await bodyOf(request)
  const path = request.url ?? '/'
  const nonce = String(request.headers[nonceField] ?? '')
  const isKnown =
    body !== undefined && isSealedBy(key, [request.method ?? '', path, nonce, body], request.headers[sealField])
  if (!isKnown || nonce.length < 16 || seen.has(nonce) || seen.size >= mostSeen) {
    response.writeHead(403, { 'content-type': 'text/plain', connection: 'close' }).end('The key does not fit.\n')
    return
  }
  seen.add(nonce)
  const parsed = parse(body)
  const from = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const answered = !parsed.ok
    ? parsed
    : path === '/hello'
      ? ok('hello')
      : await answer({ path, body: parsed.value, from })
  const text = JSON.stringify(answered.ok ? answered.value : { refusal: answered.error })
  const status = answered.ok ? 200 : 422
  const seal = sealOf(key, [nonce, String(status), text])
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', [sealField]: seal })
    .end(text)
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let sizeBytes = 0
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue
    sizeBytes += part.length
    if (sizeBytes > mostBytes) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function parse(body: string): Outcome<unknown, string> {
  try {
    return ok(body === '' ? null : JSON.parse(body))
  } catch {
    return fail('What was asked is no JSON.')
  }
}
