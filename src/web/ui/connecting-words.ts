import { isToldFaultId, toldFaults } from '#protocol/named-faults.ts'
import type { Problem } from '#protocol/problem.ts'

/** What to tell whoever tried to connect a model: the catalogue speaks of a reply in the making, and here is none. */
export function connectingWords(
  problem: Problem,
): Pick<Problem, 'title' | 'side' | 'detail' | 'because' | 'requestId'> {
  const { fault, title, side, because, requestId } = problem
  if (!isToldFaultId(fault) || !fault.startsWith('backend-')) return problem
  const detail = `${toldFaults[fault].says} Nothing was changed. Check what you entered, then try again.`
  return { title, side, detail, because, requestId }
}
