import { importReportSchema, type ImportReport } from '#protocol/imports.ts'
import { ledgerSchema, type Ledger } from '#protocol/ledger.ts'
import type { Problem } from '#protocol/problem.ts'
import type { Outcome } from '#shared/outcome.ts'
import { call } from '../api/call.ts'
import type { Means } from '../means.ts'

/** The server as whoever compares it with this device sees it. */
export interface LedgerServer {
  readonly ledger: () => Promise<Outcome<Ledger, Problem>>
  /** An archive of what it should have. It takes what it does not have, and changes nothing of what it has. */
  readonly putBack: (archive: ArrayBuffer) => Promise<Outcome<ImportReport, Problem>>
}

export function ledgerServerOver(means: Means): LedgerServer {
  return {
    ledger: () => call(means, { path: '/api/ledger', answer: ledgerSchema }),
    putBack: (body) => call(means, { method: 'POST', path: '/api/import', body, answer: importReportSchema }),
  }
}
