import { mkdir, readdir } from 'node:fs/promises'
import { faults } from '#protocol/faults.ts'
import { isUuid } from '#shared/ids.ts'
import type { Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import type { Import } from '#protocol/imports.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { inTurn } from '#shared/in-turn.ts'
import type { ArchiveRecords } from '../storage/archive.ts'
import { diskFault } from './disk-fault.ts'
import type { Refusal } from './findings.ts'
import { importFile, importIds, type ImportFile, type ImportRecord } from './import-file.ts'
import { runImport } from './run-import.ts'
import { noProgress, type Progress } from './tally.ts'

export interface ImportsMeans {
  /** Where uploads are kept until they are taken in. */
  readonly folder: string
  readonly storage: Pick<ArchiveRecords, 'takeIn'>
  readonly clock: Clock
  readonly logger: Log
}

interface Running {
  record: ImportRecord
  readonly ended: Promise<void>
}

const forgottenAfterMs = 7 * 24 * 3_600_000
// A restart then repeats no more than this, and does nothing twice.
const savedEveryMs = 500

/** Imports of uploaded files. They go on after a restart of the server, from the last batch that is known to be durable. */
export class Imports {
  readonly #means: ImportsMeans
  readonly #running = new Map<string, Running>()
  readonly #leaving = new AbortController()
  /** A short import may begin and end while another start of it is still reading how it stood before. */
  readonly #startInTurn: ReturnType<typeof inTurn> = inTurn()

  constructor(means: ImportsMeans) {
    this.#means = means
  }

  /** Goes on with what was running when the server ended. */
  async open(): Promise<void> {
    const { logger } = this.#means
    for (const { file, record } of await this.#known()) {
      if (record.state !== 'running') continue
      logger.info('import-taken-up', { import: record.id })
      const begun = await onDisk(async () => ok(await this.#begin(file, record, undefined)))
      if (!begun.ok) logger.error('storage-failed', { import: record.id, error: begun.error.because })
    }
  }

  /** The same id again is the same import. */
  make(id: string): Promise<Outcome<Import, Refusal>> {
    return onDisk(async () => {
      await mkdir(this.#means.folder, { recursive: true })
      await this.#forgetOld()
      const file = this.#file(id)
      const known = this.#running.get(id)?.record ?? (await file.record())
      const record = known ?? { ...beginning, id, touchedAt: this.#means.clock.now() }
      if (known === undefined) await file.save(record)
      return ok(await this.#shown(record, file))
    })
  }

  async look(id: string): Promise<Import | undefined> {
    const file = this.#file(id)
    const record = this.#running.get(id)?.record ?? (await file.record())
    return record && this.#shown(record, file)
  }

  /** Keeps a part of the file. A part that is here already may come again. */
  receive(id: string, offset: number, parts: AsyncIterable<Uint8Array>): Promise<Outcome<Import, Refusal>> {
    return onDisk(async () => {
      const file = this.#file(id)
      const record = await file.record()
      if (record === undefined) return fail(unknown)
      if (this.#running.has(id) || record.state === 'running' || record.state === 'done') return fail(underWay)
      const { sizeBytes } = await file.upload()
      if (offset > sizeBytes) return fail(gap(offset, sizeBytes))
      // The record stays as it is: it may be started before this part has come to its end.
      await file.write(parts, offset)
      return ok(await this.#shown(this.#running.get(id)?.record ?? record, file))
    })
  }

  /** Begins, or goes on after a pause or a refusal. Once begun, beginning again changes nothing. */
  start(id: string, passphrase: string | undefined): Promise<Outcome<Import, Refusal>> {
    return this.#startInTurn(() => this.#start(id, passphrase))
  }

  #start(id: string, passphrase: string | undefined): Promise<Outcome<Import, Refusal>> {
    return onDisk(async () => {
      const file = this.#file(id)
      const running = this.#running.get(id)
      // It has come to an end, and only the disk has not heard of it yet.
      if (running !== undefined && running.record.state !== 'running') await running.ended
      const record = this.#running.get(id)?.record ?? (await file.record())
      if (record === undefined) return fail(unknown)
      const isBegun = record.state === 'done' || this.#running.has(id)
      const begun = isBegun
        ? record
        : await this.#begin(file, { ...record, state: 'running', refusal: null }, passphrase)
      return ok(await this.#shown(begun, file))
    })
  }

  /** Forgets an import. What it has taken in stays. */
  remove(id: string): Promise<Outcome<void, Refusal>> {
    return onDisk(async () => {
      const file = this.#file(id)
      if (this.#running.has(id)) return fail(underWay)
      if ((await file.record()) === undefined) return fail(unknown)
      await file.remove()
      return ok(undefined)
    })
  }

  /** Leaves what runs to the next server. */
  async close(): Promise<void> {
    this.#leaving.abort()
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
  }

  async #known(): Promise<readonly { readonly file: ImportFile; readonly record: ImportRecord }[]> {
    // Before the first import there is no folder.
    const names = await readdir(this.#means.folder).catch(() => [])
    const files = importIds(names).map((id) => this.#file(id))
    const known = await Promise.all(files.map(async (file) => ({ file, record: await file.record() })))
    return known.flatMap(({ file, record }) => (record === undefined ? [] : [{ file, record }]))
  }

  /** Those that nobody came back to. */
  async #forgetOld(): Promise<void> {
    const longAgo = this.#means.clock.now() - forgottenAfterMs
    for (const { file, record } of await this.#known()) {
      const { changedAt } = await file.upload()
      const isOld = Math.max(record.touchedAt, changedAt) < longAgo
      if (isOld && !this.#running.has(record.id)) await file.remove()
    }
  }

  async #begin(file: ImportFile, record: ImportRecord, passphrase: string | undefined): Promise<ImportRecord> {
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    const running: Running = { record, ended }
    const leave = (): void => {
      this.#running.delete(record.id)
      resolve()
    }
    // Before anything is waited for: of two who start it at once, one finds it begun.
    this.#running.set(record.id, running)
    try {
      await file.save(record)
    } catch (error) {
      leave()
      throw error
    }
    void this.#run(file, running, passphrase).finally(leave)
    return record
  }

  /** Never rejects. */
  async #run(file: ImportFile, running: Running, passphrase: string | undefined): Promise<void> {
    const { clock, logger, storage } = this.#means
    const { id } = running.record
    let savedAt = clock.now()
    const keep = async (change: Partial<ImportRecord>): Promise<void> => {
      running.record = { ...running.record, ...change, touchedAt: clock.now() }
      savedAt = clock.now()
      await file.save(running.record)
    }
    const afterBatch = async (progress: Progress): Promise<void> => {
      running.record = { ...running.record, progress }
      if (Math.abs(clock.now() - savedAt) >= savedEveryMs) await keep({})
    }
    try {
      const signal = this.#leaving.signal
      const { progress } = running.record
      const bytes = counted(file.read(), (readBytes) => (running.record = { ...running.record, readBytes }))
      const result = await runImport(bytes, { clock, storage, passphrase, progress, afterBatch, signal })
      const { refusal } = result
      // What was taken before a refusal is taken, and where to go on is where its last batch ended.
      const reached = { ...running.record.progress, report: result.progress.report }
      await keep({ progress: refusal === undefined ? result.progress : reached, ...outcome(refusal) })
      if (refusal === undefined) await file.dropUpload()
      logger.info('import-ended', { import: id, state: running.record.state, ...(refusal && { fault: refusal.fault }) })
    } catch (error) {
      await this.#broken(error, running, keep)
    }
  }

  async #broken(error: unknown, { record }: Running, keep: (change: Partial<ImportRecord>) => Promise<void>) {
    // The next server finds it running, and goes on.
    const isLeaving = this.#leaving.signal.aborted
    const fault = diskFault(error) ?? 'internal-error'
    const because = error instanceof Error ? error.message : String(error)
    if (!isLeaving) this.#means.logger.error('import-broke', { import: record.id, fault, error: because })
    const change: Partial<ImportRecord> = isLeaving ? {} : { state: 'paused', refusal: { fault, because } }
    await keep(change).catch((why: unknown) => {
      this.#means.logger.error('storage-failed', { import: record.id, error: String(why) })
    })
  }

  #file(id: string): ImportFile {
    // An id comes from an address, and becomes a file name.
    if (!isUuid(id)) throw new Error('an id of an import is no UUID')
    return importFile(this.#means.folder, id)
  }

  async #shown({ id, state, readBytes, progress, refusal }: ImportRecord, file: ImportFile): Promise<Import> {
    const { report } = progress
    const receivedBytes = state === 'done' ? readBytes : (await file.upload()).sizeBytes
    return { id, state, receivedBytes, readBytes, report, fault: refusal === null ? null : shownFault(refusal) }
  }
}

const unknown: Refusal = { fault: 'unknown-import', because: 'there is no record of it' }
const underWay: Refusal = { fault: 'import-under-way', because: 'it has been started' }

function gap(offset: number, receivedBytes: number): Refusal {
  return { fault: 'import-gap', because: `it begins at ${offset}, and ${receivedBytes} bytes are here` }
}

/** A disk that does not take what is written is a fault of its own, and not a mistake. */
async function onDisk<T>(work: () => Promise<Outcome<T, Refusal>>): Promise<Outcome<T, Refusal>> {
  try {
    return await work()
  } catch (error) {
    const fault = diskFault(error)
    if (fault === undefined) throw error
    return fail({ fault, because: String(error) })
  }
}

const beginning = { state: 'receiving', readBytes: 0, progress: noProgress, refusal: null } as const

function outcome(refusal: Refusal | undefined): Pick<ImportRecord, 'state' | 'refusal'> {
  if (refusal === undefined) return { state: 'done', refusal: null }
  return { state: refusal.fault === 'passphrase-needed' ? 'paused' : 'refused', refusal }
}

function shownFault({ fault, because }: NonNullable<ImportRecord['refusal']>): NonNullable<Import['fault']> {
  const { side, title, says, todo, kept } = faults[fault]
  return { fault, side, title, detail: `${says} ${todo}`, kept, because }
}

/** Passes bytes on, and tells how many have gone by. */
async function* counted(
  bytes: AsyncIterable<Uint8Array>,
  tell: (sizeBytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0
  for await (const part of bytes) {
    sizeBytes += part.length
    tell(sizeBytes)
    yield part
  }
}
