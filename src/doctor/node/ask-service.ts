import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Clock } from '#shared/clock.ts'
import { isSealedBy, nonceField, sealField, sealOf } from './seal.ts'

export interface AskServiceOptions {
  readonly clock: Clock
  /** As `http://host:port`. */
  readonly service: URL
  readonly key: string
  readonly path: string
  readonly body: unknown
  readonly atMostMs: number
}

/** Why there is no answer. Silence is evidence; a refusal is for whoever wrote the command. */
export interface Unanswered {
  readonly isSilent: boolean
  readonly says: string
}

const refused = (says: string) => fail({ isSilent: false, says })

/** Whether a service is there and has the same key. */
export function greet(
  options: Pick<AskServiceOptions, 'clock' | 'service' | 'key'>,
): Promise<Outcome<unknown, Unanswered>> {
  return askService({ ...options, path: '/hello', body: null, atMostMs: 6000 })
}

/** Asks a service of the doctor elsewhere. Believed is only what bears the seal of the common key. */
export async function askService(options: AskServiceOptions): Promise<Outcome<unknown, Unanswered>> {
  const { clock, service, key, path, body, atMostMs } = options
  const nonce = randomBytes(16).toString('hex')
  const text = JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    [nonceField]: nonce,
    [sealField]: sealOf(key, ['POST', path, nonce, text]),
  }
  const answered = await posted(new URL(path, service), { clock, text, headers, atMostMs })
  if (!answered.ok) return answered
  const { status, body: answer, seal } = answered.value
  if (status === 403) return refused(`${service.host} does not know the key.`)
  if (!isSealedBy(key, [nonce, String(status), answer], seal))
    return refused(`What answers at ${service.host} does not have the key.`)
  const value: unknown = JSON.parse(answer)
  return status === 200 ? ok(value) : refused(refusalIn(value))
}

interface Posting {
  readonly clock: Clock
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  readonly atMostMs: number
}

interface Posted {
  readonly status: number
  readonly body: string
  readonly seal: unknown
}

function posted(url: URL, { clock, text, headers, atMostMs }: Posting): Promise<Outcome<Posted, Unanswered>> {
  return new Promise((resolve) => {
    const asking = request(url, { method: 'POST', headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (body += part))
      response.on('error', failed)
      response.on('end', () => {
        cancel()
        resolve(ok({ status: response.statusCode ?? 0, body, seal: response.headers[sealField] }))
      })
    })
    const failed = (error: Error): void => {
      cancel()
      asking.destroy()
      resolve(fail({ isSilent: true, says: `${url.host} does not answer (${error.message}).` }))
    }
    const cancel = clock.after(atMostMs, () => failed(new Error(`nothing within ${atMostMs} ms`)))
    asking.on('error', failed)
    asking.end(text)
  })
}

function refusalIn(value: unknown): string {
  return typeof value === 'object' && value !== null && 'refusal' in value ? String(value.refusal) : 'It was refused.'
}
