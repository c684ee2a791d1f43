import { faults, type FaultId } from '#protocol/faults.ts'
import { problem, problemSchema, type Problem } from '#protocol/problem.ts'

/** The fault behind an answer that is not a success. */
export async function troubleOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null)
  const parsed = problemSchema.safeParse(body)
  if (parsed.success) return parsed.data
  return problem(faultOfStatus(response.status), {
    because: `HTTP ${response.status} without an explanation we can read`,
  })
}

/** The fault when no answer came at all, from what the browser itself knows. */
export function troubleWithoutAnswer(isOnline: boolean, because: string): Problem {
  return problem(isOnline ? 'edge-unreachable' : 'offline', { because })
}

/** True when sending the same again cannot help: it has to be changed first. */
export function isRefusal({ status }: Problem): boolean {
  // 408, 425 and 429 ask for another try, later.
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status)
}

// Something between us and the edge answered: a proxy, or a CDN with its own page.
function faultOfStatus(status: number): FaultId {
  if (status === 404) return 'not-found'
  if (status === 413) return 'body-too-large'
  if (status < 500) return 'invalid-request'
  return originFaults.find((id) => faults[id].status === status) ?? 'internal-error'
}

const originFaults = [
  'origin-broken',
  'origin-refused',
  'origin-silent',
  'origin-unreachable',
  'origin-slow',
  'origin-unresolved',
] as const satisfies readonly FaultId[]
