/**
 * The number of the wire between page, edge, server and status process. Raised when one side as it was could no longer
 * talk with another as it is; `/healthz` of every process tells it. `protocol-version.test.ts` notices every change.
 */
export const protocolVersion = 1
