import { signal, type Signal } from '@preact/signals'
import type { Export, NewExport } from '#protocol/imports.ts'
import type { Problem } from '#protocol/problem.ts'
import { isRefusal } from '../api/trouble.ts'
import { waitUnlessWoken } from '../api/until-answered.ts'
import type { Means } from '../means.ts'
import type { ArchiveServer } from './archive-server.ts'
import { copiedIds, copiedStories } from './copied-stories.ts'
import { localLines } from './local-archive.ts'
import { localZip } from './local-zip.ts'
import type { Saving } from './saving.ts'

export type ExportStage =
  | { readonly at: 'none' }
  | { readonly at: 'ordering' }
  /** The browser saves it. */
  | { readonly at: 'saving'; readonly sentBytes: number }
  | { readonly at: 'saved'; readonly sizeBytes: number; readonly from: 'server' | 'device' }
  /** It was cut off on its way: what the browser has saved is not whole. */
  | { readonly at: 'broken' }
  /** The server is not there. `isHereToo`: this device has copies that could be saved instead. */
  | { readonly at: 'away'; readonly problem: Problem; readonly isHereToo: boolean }
  | { readonly at: 'refused'; readonly problem: Problem }

export interface ExportingMeans {
  readonly means: Means
  readonly server: Pick<ArchiveServer, 'order' | 'exportState'>
  readonly saving: Saving
}

const lookEveryMs = 500

/** Takes stories out of Holdfast into a file. */
export class Exporting {
  readonly stage: Signal<ExportStage> = signal({ at: 'none' })
  readonly #means: Means
  readonly #server: Pick<ArchiveServer, 'order' | 'exportState'>
  readonly #saving: Saving
  #order: NewExport = {}

  constructor({ means, server, saving }: ExportingMeans) {
    this.#means = means
    this.#server = server
    this.#saving = saving
  }

  /** Has the browser save the chats as the server has them. Resolves when the file has gone out, or did not. */
  async save(order: NewExport): Promise<ExportStage> {
    this.#order = order
    this.stage.value = { at: 'ordering' }
    const ordered = await this.#server.order(order)
    if (!ordered.ok) return this.#end(await this.#without(ordered.error))
    this.stage.value = { at: 'saving', sentBytes: 0 }
    this.#saving.fromAddress(ordered.value.file)
    return this.#end(await this.#watched(ordered.value))
  }

  /** Has the browser save what this device has of the chats that were asked for last. */
  async saveFromDevice(): Promise<ExportStage> {
    const { clock, store } = this.#means
    const madeAt = clock.now()
    const zip = await localZip(localLines(copiedStories(store, this.#order.chats), clock), madeAt)
    this.#saving.fromBlob(zip, `holdfast this device ${new Date(madeAt).toISOString().slice(0, 10)}.zip`)
    return this.#end({ at: 'saved', sizeBytes: zip.size, from: 'device' })
  }

  async #without(problem: Problem): Promise<ExportStage> {
    if (isRefusal(problem)) return { at: 'refused', problem }
    const wanted = this.#order.chats
    const here = await copiedIds(this.#means.store)
    return { at: 'away', problem, isHereToo: here.some((id) => wanted?.includes(id) ?? true) }
  }

  /** Looks how far it is, as the server sees it, until it has an end. */
  async #watched(ordered: Export): Promise<ExportStage> {
    const { signal: never } = new AbortController()
    for (;;) {
      await waitUnlessWoken(this.#means, lookEveryMs, never)
      const look = await this.#server.exportState(ordered.id)
      // A server that was started anew knows nothing of it, and has cut it off when it ended.
      if (!look.ok && isRefusal(look.error)) return { at: 'broken' }
      if (!look.ok) continue
      const { state, sentBytes } = look.value
      if (state === 'broken') return { at: 'broken' }
      if (state === 'sent') return { at: 'saved', sizeBytes: sentBytes, from: 'server' }
      this.stage.value = { at: 'saving', sentBytes }
    }
  }

  #end(stage: ExportStage): ExportStage {
    this.stage.value = stage
    return stage
  }
}
