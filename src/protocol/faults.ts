import { edgeFaults } from './edge-faults.ts'
import { floodFaults } from './flood-faults.ts'
import { toldFaults } from './named-faults.ts'
import { peopleFaults } from './people-faults.ts'
import { serverFaults } from './server-faults.ts'
import { statusFaults } from './status-faults.ts'

// Pure: what is built for the page leaves out what the page does not name.
const saidInside = /* @__PURE__ */ Object.assign({}, serverFaults, statusFaults, peopleFaults)
const seenAtEdge = /* @__PURE__ */ Object.assign({}, edgeFaults, floodFaults)

/** Every failure a person can meet, with one id for log, metric, API and page. `docs/faults.md` is made from this. */
export const faults = /* @__PURE__ */ Object.assign({}, saidInside, seenAtEdge, toldFaults)

export type FaultId = keyof typeof faults

export function isFaultId(text: string): text is FaultId {
  return Object.hasOwn(faults, text)
}
