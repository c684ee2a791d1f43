import { signal, type Signal } from '@preact/signals'
import type { Import, ImportReport } from '#protocol/imports.ts'
import type { Problem } from '#protocol/problem.ts'
import type { Outcome } from '#shared/outcome.ts'
import { untilAnswered, waitUnlessWoken, type Persistence } from '../api/until-answered.ts'
import type { Means } from '../means.ts'
import type { StoreFailure } from '../store/failure.ts'
import type { ArchiveServer } from './archive-server.ts'
import { markOf } from './file-mark.ts'
import { forgetImport, rememberedImport, rememberImport, type RememberedImport } from './remembered-import.ts'
import { upload } from './upload.ts'

/** Where the one import of this page is. */
export type ImportStage =
  | { readonly at: 'none' }
  /** The page was closed while the file was on its way, and a page may not open a file again by itself. */
  | { readonly at: 'file-wanted'; readonly sentBytes: number; readonly isAnother: boolean }
  | { readonly at: 'sending'; readonly sentBytes: number }
  /** The server takes it in. */
  | { readonly at: 'reading'; readonly state: Import }
  /** The server waits for a passphrase, or for another one. */
  | { readonly at: 'sealed'; readonly isWrong: boolean }
  /** The server did not go on with it. `canGoOn`: what hindered it may be over. */
  | {
      readonly at: 'stopped'
      readonly fault: NonNullable<Import['fault']>
      readonly report: ImportReport
      readonly canGoOn: boolean
    }
  | { readonly at: 'over'; readonly report: ImportReport }
  | { readonly at: 'refused'; readonly problem: Problem }

export interface ImportingMeans {
  readonly means: Means
  readonly server: ArchiveServer
  /** Stories may have come in. */
  readonly onTaken: () => void
}

const lookEveryMs = 400

/** Brings an archive to the server, through outages, reloads and crashes: what has arrived is not sent again. */
export class Importing {
  readonly stage: Signal<ImportStage> = signal({ at: 'none' })
  /** Of the file that is being imported. */
  readonly file: Signal<RememberedImport | null> = signal(null)
  /** Why nothing goes on just now. */
  readonly trouble: Signal<Problem | null> = signal(null)
  /** This import is not gone on with when the page is closed: the browser could not keep a note of it. */
  readonly notRemembered: Signal<StoreFailure | null> = signal(null)
  readonly #means: Means
  readonly #server: ArchiveServer
  readonly #onTaken: () => void
  #leaving = new AbortController()

  constructor({ means, server, onTaken }: ImportingMeans) {
    this.#means = means
    this.#server = server
    this.#onTaken = onTaken
  }

  /** Goes on with what an earlier page had begun. */
  async resume(): Promise<void> {
    const remembered = await rememberedImport(this.#means.store)
    if (remembered === null || this.stage.peek().at !== 'none') return
    this.file.value = remembered
    this.stage.value = { at: 'sending', sentBytes: 0 }
    const known = await this.#ask(() => this.#server.beginImport(remembered.id))
    if (known === null) return
    const { state, receivedBytes } = known
    if (state !== 'receiving') await this.#follow(known)
    else if (receivedBytes >= remembered.sizeBytes) await this.#start(undefined)
    else this.stage.value = { at: 'file-wanted', sentBytes: receivedBytes, isAnother: false }
  }

  /** Begins with a file, or goes on with the one that was wanted. */
  async choose(file: File): Promise<void> {
    const { at } = this.stage.peek()
    const mark = await markOf(file)
    const wanted = this.file.peek()
    if (mark === null) return this.#wantFile(false)
    if (at === 'file-wanted' && wanted !== null) return wanted.mark === mark ? this.#send(file) : this.#wantFile(true)
    this.file.value = { id: this.#means.makeId(), fileName: file.name, sizeBytes: file.size, mark }
    const kept = await rememberImport(this.#means.store, this.file.value)
    this.notRemembered.value = kept.ok ? null : kept.error
    await this.#send(file)
  }

  /** Goes on with the passphrase of a sealed file, or after whatever stopped it. */
  async goOn(passphrase?: string): Promise<void> {
    await this.#start(passphrase)
  }

  /** Forgets this import. What it has taken in stays. */
  async leave(): Promise<void> {
    const { id } = this.file.peek() ?? {}
    this.#leaving.abort()
    this.#leaving = new AbortController()
    this.stage.value = { at: 'none' }
    this.file.value = null
    this.trouble.value = null
    await forgetImport(this.#means.store)
    // If this does not arrive, the server forgets it by itself after a week.
    if (id !== undefined) await this.#server.forgetImport(id)
  }

  async #send(file: File): Promise<void> {
    const { id } = this.file.peek() ?? {}
    if (id === undefined) return
    this.stage.value = { at: 'sending', sentBytes: 0 }
    const begun = await this.#ask(() => this.#server.beginImport(id))
    if (begun === null) return
    const onProgress = (sentBytes: number): void => void (this.stage.value = { at: 'sending', sentBytes })
    onProgress(begun.receivedBytes)
    const order = { id, file, fromBytes: begun.receivedBytes, onProgress }
    const sent = await upload(this.#means, this.#server, order, this.#persistence())
    if (sent === null) return
    if (sent.ok) await this.#start(undefined)
    else if (sent.error.kind === 'file-gone') this.#wantFile(false)
    else this.#refused(sent.error.problem)
  }

  async #start(passphrase: string | undefined): Promise<void> {
    const { id } = this.file.peek() ?? {}
    if (id === undefined) return
    const started = await this.#ask(() => this.#server.startImport(id, passphrase))
    if (started !== null) await this.#follow(started)
  }

  async #follow(first: Import): Promise<void> {
    const { signal: left } = this.#leaving
    let state = first
    while (state.state === 'running') {
      this.stage.value = { at: 'reading', state }
      if (!(await waitUnlessWoken(this.#means, lookEveryMs, left))) return
      const next = await this.#ask(() => this.#server.importState(first.id))
      if (next === null) return
      state = next
    }
    this.stage.value = stageOf(state)
    this.#onTaken()
  }

  /** Null: it was refused, or nobody waits any more. */
  async #ask(run: () => Promise<Outcome<Import, Problem>>): Promise<Import | null> {
    const outcome = await untilAnswered(this.#means, run, this.#persistence())
    if (outcome === null) return null
    if (outcome.ok) return outcome.value
    this.#refused(outcome.error)
    return null
  }

  #refused(problem: Problem): void {
    this.stage.value = { at: 'refused', problem }
  }

  #wantFile(isAnother: boolean): void {
    const before = this.stage.peek()
    const sentBytes = 'sentBytes' in before ? before.sentBytes : 0
    this.stage.value = { at: 'file-wanted', sentBytes, isAnother }
  }

  #persistence(): Persistence {
    return { signal: this.#leaving.signal, onTrouble: (trouble) => void (this.trouble.value = trouble) }
  }
}

function stageOf({ state, report, fault }: Import): ImportStage {
  if (fault === null) return { at: 'over', report }
  if (fault.fault === 'passphrase-needed') return { at: 'sealed', isWrong: false }
  if (fault.fault === 'passphrase-wrong') return { at: 'sealed', isWrong: true }
  return { at: 'stopped', fault, report, canGoOn: state === 'paused' }
}
