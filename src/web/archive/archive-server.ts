import * as z from 'zod/mini'
import { exportSchema, importSchema, type Export, type Import, type NewExport } from '#protocol/imports.ts'
import type { Problem } from '#protocol/problem.ts'
import type { Outcome } from '#shared/outcome.ts'
import { call, type Call } from '../api/call.ts'
import type { Means } from '../means.ts'

type Answer<T> = Promise<Outcome<T, Problem>>

/** What the server can be asked about taking stories away and bringing them back. */
export interface ArchiveServer {
  readonly order: (order: NewExport) => Answer<Export>
  readonly exportState: (id: string) => Answer<Export>
  /** The same id again is the same import. */
  readonly beginImport: (id: string) => Answer<Import>
  readonly importState: (id: string) => Answer<Import>
  readonly sendPart: (id: string, offset: number, part: ArrayBuffer) => Answer<Import>
  readonly startImport: (id: string, passphrase: string | undefined) => Answer<Import>
  readonly forgetImport: (id: string) => Answer<null>
}

export function archiveServerOver(means: Means): ArchiveServer {
  const ask = <T>(request: Call<T>): Answer<T> => call(means, request)
  const importPath = (id: string): string => `/api/imports/${id}`
  return {
    order: (body) => ask({ method: 'POST', path: '/api/exports', body, answer: exportSchema }),
    exportState: (id) => ask({ path: `/api/exports/${id}`, answer: exportSchema }),
    beginImport: (id) => ask({ method: 'POST', path: '/api/imports', body: { id }, answer: importSchema }),
    importState: (id) => ask({ path: importPath(id), answer: importSchema }),
    sendPart: (id, offset, body) =>
      ask({ method: 'PUT', path: `${importPath(id)}?offset=${offset}`, body, answer: importSchema }),
    startImport: (id, passphrase) =>
      ask({ method: 'POST', path: `${importPath(id)}/start`, body: { passphrase }, answer: importSchema }),
    forgetImport: (id) => ask({ method: 'DELETE', path: importPath(id), answer: z.null() }),
  }
}
