import { APIConnectionTimeoutError, APIError } from 'openai/core/error'
import * as z from 'zod/mini'
import type { FaultId } from '#protocol/faults.ts'
import { clip } from '#shared/text.ts'
import { errnoOf } from '#shared/errno.ts'
import type { BackendFailure } from '../port.ts'
import { retryAfterMs } from './retry-after.ts'

/** What is needed to word a failure. */
export interface Wording {
  readonly now: () => number
  /** Never to be seen in a failure. */
  readonly apiKey: string | undefined
}

/** How long a model usually takes to load, when its server does not say. */
const loadingMs = 1_000

/** What a thrown error of the SDK, or of the connection, means. */
export function failureOf(error: unknown, wording: Wording): BackendFailure {
  if (error instanceof APIError && typeof error.status === 'number') {
    const { status, message, code, type, headers } = error
    return refusalOf({ status, message, code, type, headers }, wording)
  }
  // The SDK has no timeout of its own here, and words the network's so, without the cause.
  const errno = error instanceof APIConnectionTimeoutError ? 'ETIMEDOUT' : errnoOf(error)
  const because = errno ?? (error instanceof Error ? error.message : 'the connection failed')
  return { fault: faultOfErrno(errno), because: withoutKey(because, wording) }
}

const faultsByErrno: Readonly<Record<string, FaultId>> = {
  ECONNREFUSED: 'backend-refused',
  ENOTFOUND: 'backend-unresolved',
  EAI_AGAIN: 'backend-unresolved',
  EHOSTUNREACH: 'backend-unreachable',
  ENETUNREACH: 'backend-unreachable',
  EHOSTDOWN: 'backend-unreachable',
  ETIMEDOUT: 'backend-unreachable',
}

function faultOfErrno(errno: string | undefined): FaultId {
  if (errno === undefined) return 'backend-cut'
  // What is not HTTP, and what is HTTP where TLS was expected.
  if (errno.startsWith('HPE_') || errno.startsWith('ERR_SSL_')) return 'backend-not-a-model'
  return faultsByErrno[errno] ?? 'backend-cut'
}

/** A request that was answered with something else than success. */
export interface Refusal {
  readonly status: number
  readonly message: string
  readonly code?: string | null | undefined
  readonly type?: string | null | undefined
  readonly headers?: Headers | undefined
}

/** What a refused request means. */
export function refusalOf(refusal: Refusal, wording: Wording): BackendFailure {
  const { status, headers } = refusal
  const message = refusal.message.replace(/^\d{3} /, '')
  const fault = faultOfRefusal({ ...refusal, message })
  const asked = retryAfterMs(headers, wording.now())
  return {
    fault,
    because: withoutKey(`${status}: ${clip(message, 200)}`, wording),
    retryAfterMs: asked ?? (fault === 'backend-busy' && status === 503 ? loadingMs : undefined),
  }
}

function faultOfRefusal(refusal: Refusal): FaultId {
  const { status, message } = refusal
  if (status === 503 && /loading model/i.test(message)) return 'backend-busy'
  return faultSaid(refusal) ?? faultOfStatus(status, isHtml(message))
}

function faultOfStatus(status: number, html: boolean): FaultId {
  if (status === 429) return 'backend-busy'
  if (status >= 500) return 'backend-failed'
  if (html) return 'backend-not-a-model'
  if (status === 413) return 'prompt-too-long'
  return status === 401 || status === 403 ? 'backend-key-refused' : 'backend-rejected'
}

export function isHtml(text: string): boolean {
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(text)
}

const saidSchema = z.object({
  code: z.nullish(z.union([z.string(), z.number()])),
  type: z.nullish(z.string()),
  message: z.nullish(z.string()),
})
type Said = z.infer<typeof saidSchema>

/** What an error says of itself, whatever its status. */
function faultSaid({ code, type, message }: Said): FaultId | undefined {
  if (code === 'context_length_exceeded' || type === 'exceed_context_size_error') return 'prompt-too-long'
  if (/maximum context length|exceeds the (available )?context/i.test(message ?? '')) return 'prompt-too-long'
  if (code === 'content_policy_violation' || code === 'content_filter') return 'backend-declined'
  return undefined
}

/** What an error in the middle of a stream means: an object in OpenAI's shape, or a bare sentence in Ollama's. */
export function failureInStream(error: unknown, wording: Wording): BackendFailure {
  const parsed = saidSchema.safeParse(typeof error === 'string' ? { message: error } : error)
  const said = parsed.success ? parsed.data : {}
  const words = said.message ?? JSON.stringify(error)
  const fault = faultSaid(said) ?? (said.code === 429 || said.code === '429' ? 'backend-busy' : 'backend-failed')
  return { fault, because: withoutKey(`error in the stream: ${clip(words, 200)}`, wording) }
}

export function withoutKey(text: string, { apiKey }: Wording): string {
  return apiKey === undefined || apiKey === '' ? text : text.replaceAll(apiKey, '[key]')
}
