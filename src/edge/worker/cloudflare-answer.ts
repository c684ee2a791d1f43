import * as z from 'zod/mini'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Observation } from '../classify.ts'
import type { Failure } from '../handler.ts'

export interface Asked {
  readonly address: string
  readonly tookMs: number
}

/**
 * What an answer is to whoever asked through Cloudflare. With 520 to 526 and 530 Cloudflare itself answers in the origin's place
 * and says how asking went. An origin that answers with such a number by itself, as another edge of ours does, is passed on.
 */
export async function unlessCloudflare(response: Response, asked: Asked): Promise<Outcome<Response, Failure>> {
  if (!isOfCloudflare(response)) return ok(response)
  const body = await response.arrayBuffer()
  const said = saidBy(new TextDecoder().decode(body))
  if (said === undefined) return ok(new Response(body, response))
  return fail({ observation: observed(response.status, said, asked), because: wordsOf(response, said, asked) })
}

interface Said {
  /** 520 to 530, or the kind of a 530 such as 1016. Undefined where the answer had no body, as one to HEAD. */
  readonly code: number | undefined
  readonly detail?: string | undefined
}

function isOfCloudflare({ status, headers }: Response): boolean {
  return statuses.has(status) && headers.get('server')?.toLowerCase() === 'cloudflare'
}

const statuses: ReadonlySet<number> = new Set([520, 521, 522, 523, 524, 525, 526, 530])

/** Cloudflare says it as a document, as a line, or as a page, by the `Accept` of the request. */
function saidBy(body: string): Said | undefined {
  if (body.trim() === '') return { code: undefined }
  const document = documentSchema.safeParse(parsed(body))
  if (document.success) return { code: document.data.error_code, detail: document.data.detail }
  const line = /^error code: (\d{3,4})\s*$/.exec(body)
  if (line !== null) return { code: Number(line[1]) }
  if (!body.includes('cf-error-details')) return undefined
  const page = /errorcode_(\d{3})|cf-error-code">\s*(\d{3,4})|\| (\d{3}): /.exec(body)
  return { code: page === null ? undefined : Number(page[1] ?? page[2] ?? page[3]) }
}

const documentSchema = z.object({
  cloudflare_error: z.literal(true),
  error_code: z.number(),
  detail: z.optional(z.string()),
})

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // A line or a page.
  }
}

type Seen = Pick<Observation, 'phase' | 'kind'>

const lost: Seen = { phase: 'headers', kind: 'lost' }
const silent: Seen = { phase: 'connect', kind: 'silent' }

/** Cloudflare's documentation of its 5xx and 1xxx errors. 520 has many causes, and is not said to be any of them. */
const meanings: ReadonlyMap<number, Seen> = new Map<number, Seen>([
  [520, lost],
  [521, { phase: 'connect', kind: 'refused' }],
  [522, silent],
  [523, { phase: 'connect', kind: 'no-way' }],
  [524, { phase: 'headers', kind: 'silent' }],
  [525, { phase: 'tls', kind: 'no-agreement' }],
  [526, { phase: 'tls', kind: 'unproven' }],
  [1000, { phase: 'dns', kind: 'unusable' }],
  [1001, { phase: 'dns', kind: 'unresolved' }],
  [1002, { phase: 'dns', kind: 'unusable' }],
  [1016, { phase: 'dns', kind: 'unresolved' }],
  [1033, { phase: 'connect', kind: 'no-tunnel' }],
])

// 19 s without an answer to the first packet, or 90 s without a sign that the request has arrived: both are 522. Only after
// the first nothing can have been carried out.
const connectedAfterMs = 60_000

function observed(status: number, { code = status }: Said, { tookMs }: Asked): Observation {
  const seen = meanings.get(code) ?? meanings.get(status) ?? lost
  const phase = seen === silent && tookMs > connectedAfterMs ? 'request' : seen.phase
  return { phase, kind: seen.kind, code: String(code), tookMs, sizeBytes: 0 }
}

function wordsOf({ status, headers }: Response, { code, detail }: Said, { address }: Asked): string {
  const number = code === undefined || code === status ? String(status) : `${status} (${code})`
  const ray = headers.get('cf-ray')
  const words = `seen from a Worker: Cloudflare answered ${number} in the place of ${address}`
  return [words, ray === null ? '' : `, ray ${ray}`, detail === undefined ? '' : `: ${detail}`].join('')
}
