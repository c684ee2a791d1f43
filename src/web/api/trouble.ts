import { pageFaults, type PageFaultId } from '#protocol/page-faults.ts'
import { pageProblem, problemSchema, type Problem } from '#protocol/problem.ts'

/** The fault behind an answer that is not a success. */
export async function troubleOf(response: Response): Promise<Problem> {
  return (await explanationIn(response)) ?? guessedTrouble(response.status)
}

/** What our server or edge says itself. Null: the answer is somebody else's. */
export async function explanationIn(response: Response): Promise<Problem | null> {
  const body: unknown = await response.json().catch(() => null)
  const parsed = problemSchema.safeParse(body)
  return parsed.success ? parsed.data : null
}

/** What an answer of somebody else's most likely means. */
export function guessedTrouble(status: number): Problem {
  return pageProblem(faultOfStatus(status), { because: `HTTP ${status} without an explanation we can read` })
}

/** The fault when no answer came at all, from what the browser itself knows. */
export function troubleWithoutAnswer(isOnline: boolean, because: string): Problem {
  return pageProblem(isOnline ? 'edge-unreachable' : 'offline', { because })
}

/** True when sending the same again cannot help: it has to be changed first. */
export function isRefusal({ status }: Problem): boolean {
  // 408, 425 and 429 ask for another try, later.
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status)
}

// Something between us and the edge answered: a proxy, or a CDN with its own page.
function faultOfStatus(status: number): PageFaultId {
  if (status === 404) return 'not-found'
  if (status === 413) return 'body-too-large'
  if (signsOfInterception.has(status)) return 'intercepted'
  if (status < 500) return 'invalid-request'
  return originFaults.find((id) => pageFaults[id].status === status) ?? 'internal-error'
}

// Proxies and sign-in pages answer so (RFC 9110 §15.5, RFC 6585 §6); ours says why, in words that we can read.
const signsOfInterception: ReadonlySet<number> = new Set([401, 403, 407, 451, 511])

const originFaults = [
  'origin-broken',
  'origin-refused',
  'origin-silent',
  'origin-unreachable',
  'origin-slow',
  'origin-tls-failed',
  'origin-certificate',
  'origin-unresolved',
] as const satisfies readonly PageFaultId[]
