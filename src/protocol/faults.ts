import { edgeFaults } from './edge-faults.ts'
import { pageFaults } from './page-faults.ts'
import { serverFaults } from './server-faults.ts'

/** Every failure a person can meet, with one id for log, metric, API and page. `docs/faults.md` is made from this. */
// Pure: what is built for the page leaves out what the page does not name.
export const faults = /* @__PURE__ */ Object.assign({}, serverFaults, edgeFaults, pageFaults)

export type FaultId = keyof typeof faults

export function isFaultId(text: string): text is FaultId {
  return Object.hasOwn(faults, text)
}
