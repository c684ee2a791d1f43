import * as z from 'zod/mini'
import type { Hop } from '#protocol/board.ts'

/**
 * What browsers tell by themselves of requests that failed (Network Error Logging, W3C), as they send it to `/nel`. Every
 * field comes from a stranger; of what is not read here nothing is kept.
 */
const networkErrorSchema = z.object({
  type: z.literal('network-error'),
  /** How long ago it was, in milliseconds. */
  age: z.number().check(z.minimum(0)),
  url: z.string(),
  body: z.object({
    phase: z.enum(['dns', 'connection', 'application']),
    type: z.string().check(z.regex(/^[a-z\d._-]{1,60}$/)),
    status_code: z.optional(z.number()),
  }),
})

export interface NetworkError {
  readonly hop: Hop
  readonly agoMs: number
  /** `tcp.refused`, `dns.name_not_resolved`, `http.error 521`. */
  readonly kind: string
}

/** Browsers gather reports; this many are more than they ever send at once. */
const mostAtOnce = 100
/** What is older says nothing of now. */
const oldestMs = 3_600_000

/** The failures among the reports of one browser that concern us, who are found under these names. */
export function networkErrorsIn(body: unknown, names: ReadonlySet<string>): readonly NetworkError[] {
  const reports = Array.isArray(body) ? body.slice(0, mostAtOnce) : []
  return reports.flatMap((report: unknown) => {
    const read = networkErrorSchema.safeParse(report)
    if (!read.success || read.data.age > oldestMs || !names.has(hostOf(read.data.url))) return []
    const { body: seen, age } = read.data
    const hop = hopOf(seen)
    if (hop === undefined) return []
    const status = seen.status_code === undefined || seen.status_code === 0 ? '' : ` ${Math.trunc(seen.status_code)}`
    return [{ hop, agoMs: age, kind: `${seen.type}${status}` }]
  })
}

type Seen = z.infer<typeof networkErrorSchema>['body']

/** What failed, by the phase in which it did. What went well, and what people gave up themselves, is no failure. */
function hopOf({ phase, type, status_code: status = 0 }: Seen): Hop | undefined {
  if (type === 'ok' || type === 'abandoned') return undefined
  if (phase === 'dns') return 'dns'
  if (phase === 'connection') return 'edge'
  if (type.startsWith('http.') && status > 0 && status < 500) return undefined
  return status >= 500 ? 'server' : 'edge'
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}
