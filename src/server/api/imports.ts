import { Hono } from 'hono'
import {
  importOffsetSchema,
  importReportSchema,
  importSchema,
  importStartSchema,
  newImportSchema,
  type Import,
} from '#protocol/imports.ts'
import type { Clock } from '#shared/clock.ts'
import type { MakeId } from '#shared/ids.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Refusal } from '../archive/findings.ts'
import type { Imports } from '../archive/imports.ts'
import { runImport } from '../archive/run-import.ts'
import { noProgress } from '../archive/tally.ts'
import type { ArchiveRecords } from '../storage/archive.ts'
import { uploadOf, type Upload } from './body.ts'
import { describeChange, describeReading, describeSending, describeUpload } from './describe.ts'
import { fault, type ServerContext, type ServerEnv } from './respond.ts'
import { valid, validId } from './validate.ts'

export interface ImportRouteMeans {
  readonly storage: Pick<ArchiveRecords, 'takeIn'>
  readonly imports: Imports
  readonly clock: Pick<Clock, 'soon'>
  readonly makeId: MakeId
}

/** The passphrase of a sealed archive, as UTF-8 in percent-encoding: a header takes no other letters. */
const passphraseHeader = 'Holdfast-Passphrase'

/** What takes files of any size. They are read as streams, so the limit of other bodies is not for them. */
export function uploadRoutes({ storage, imports, clock }: ImportRouteMeans): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()

  app.post(
    '/import',
    describeUpload({
      summary: 'Take in an archive, as it comes: jsonl, zip or sealed. What is here already is not taken twice',
      status: 200,
      answers: importReportSchema,
      faults: ['not-an-archive', 'archive-newer', 'archive-too-large', 'passphrase-needed', 'passphrase-wrong'],
    }),
    async (c) => {
      const upload = uploadOf(c)
      const { refusal, progress } = await runImport(upload.bytes, {
        clock,
        storage,
        passphrase: passphraseIn(c),
        progress: noProgress,
        afterBatch: async () => undefined,
        signal: c.req.raw.signal,
      })
      if (refusal === undefined) return c.json(progress.report, 200, noStore)
      return refused(c, upload, refusal, { report: progress.report })
    },
  )

  app.put(
    '/imports/:id',
    describeUpload({
      summary: 'Upload a part of a file, from a place in it on. A part may be sent again',
      status: 200,
      answers: importSchema,
      faults: ['invalid-id', 'invalid-request', 'unknown-import', 'import-gap', 'import-under-way'],
    }),
    validId,
    valid('query', importOffsetSchema),
    async (c) => {
      const { id } = c.req.valid('param')
      const upload = uploadOf(c)
      const kept = await imports.receive(id, Number(c.req.valid('query').offset), upload.bytes)
      if (kept.ok) return c.json(kept.value, 200, noStore)
      return refused(c, upload, kept.error, { receivedBytes: (await imports.look(id))?.receivedBytes })
    },
  )

  return app
}

/** Imports of files that are uploaded first: they can be gone on with, and tell how far they are. */
export function importRoutes({ imports, makeId }: ImportRouteMeans): Hono<ServerEnv> {
  const app = new Hono<ServerEnv>()

  app.post(
    '/imports',
    describeSending({
      summary: 'Begin an import. The same id again is the same import',
      status: 201,
      answers: importSchema,
      faults: [],
    }),
    valid('json', newImportSchema),
    async (c) => answered(c, await imports.make(c.req.valid('json').id ?? makeId()), 201),
  )

  app.get(
    '/imports/:id',
    describeReading({
      summary: 'How far an import is, and what became of it',
      status: 200,
      answers: importSchema,
      faults: ['invalid-id', 'unknown-import'],
    }),
    validId,
    async (c) => {
      const found = await imports.look(c.req.valid('param').id)
      return found === undefined ? fault(c, 'unknown-import') : c.json(found)
    },
  )

  app.post(
    '/imports/:id/start',
    describeSending({
      summary: 'Take in the uploaded file, or go on with it',
      status: 202,
      answers: importSchema,
      faults: ['invalid-id', 'unknown-import'],
    }),
    validId,
    valid('json', importStartSchema),
    async (c) => answered(c, await imports.start(c.req.valid('param').id, c.req.valid('json').passphrase), 202),
  )

  app.delete(
    '/imports/:id',
    describeChange({
      summary: 'Forget an import and its file. What it has taken in stays',
      status: 204,
      faults: ['invalid-id', 'unknown-import', 'import-under-way'],
    }),
    validId,
    async (c) => {
      const removed = await imports.remove(c.req.valid('param').id)
      return removed.ok ? c.body(null, 204) : fault(c, removed.error.fault, { because: removed.error.because })
    },
  )

  return app
}

const noStore = { 'Cache-Control': 'no-store' }

function answered(c: ServerContext, outcome: Outcome<Import, Refusal>, status: 201 | 202): Response {
  if (outcome.ok) return c.json(outcome.value, status)
  const { fault: id, because } = outcome.error
  return fault(c, id, { because })
}

async function refused(
  c: ServerContext,
  upload: Upload,
  { fault: id, because }: Refusal,
  members: Readonly<Record<string, unknown>>,
): Promise<Response> {
  await upload.throwAwayRest()
  return fault(c, id, { because, members }, { Connection: 'close' })
}

function passphraseIn(c: ServerContext): string | undefined {
  const header = c.req.header(passphraseHeader)
  try {
    return header === undefined ? undefined : decodeURIComponent(header)
  } catch {
    return header // no percent-encoding: then it is meant as it stands
  }
}
