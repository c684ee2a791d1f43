import type { Cancel, Clock } from '#shared/clock.ts'
import type { Export } from '#protocol/imports.ts'
import type { MakeId } from '#shared/ids.ts'
import type { ExportOrder } from './export.ts'

/** Where the file of an order is fetched. */
export function fileOf(id: string): string {
  return `/api/exports/${id}/file`
}

// A browser follows the address at once; a person who is asked where to save the file may think about it.
const forgottenAfterMs = 600_000
// Whoever orders more at once than anybody could save loses the oldest.
const mostOrders = 100

interface Kept {
  /** Null once it is fetched: what it held, a passphrase above all, is not needed any longer than that. */
  order: ExportOrder | null
  shown: Export
  cancel: Cancel
}

/**
 * Exports that were ordered and are to be fetched by an address. A browser streams to the disk only what it fetches by
 * itself, and an address is no place for a passphrase or for a thousand chats.
 */
export class ExportOrders {
  readonly #clock: Pick<Clock, 'after'>
  readonly #makeId: MakeId
  readonly #kept = new Map<string, Kept>()

  constructor({ clock, makeId }: { readonly clock: Pick<Clock, 'after'>; readonly makeId: MakeId }) {
    this.#clock = clock
    this.#makeId = makeId
  }

  make(order: ExportOrder): Export {
    const id = this.#makeId()
    const [oldest] = this.#kept.keys()
    if (this.#kept.size >= mostOrders && oldest !== undefined) this.#forget(oldest)
    const shown: Export = { id, state: 'ordered', sentBytes: 0, file: fileOf(id) }
    this.#kept.set(id, { order, shown, cancel: this.#forgetLater(id) })
    return shown
  }

  look(id: string): Export | undefined {
    return this.#kept.get(id)?.shown
  }

  /** The order itself, for whoever only wants to know what would come. */
  peek(id: string): ExportOrder | undefined {
    return this.#kept.get(id)?.order ?? undefined
  }

  /** The order itself, once. */
  take(id: string): ExportOrder | undefined {
    const kept = this.#kept.get(id)
    const order = kept?.order
    if (kept === undefined || !order) return undefined
    kept.order = null
    kept.cancel()
    kept.shown = { ...kept.shown, state: 'sending' }
    return order
  }

  sent(id: string, sizeBytes: number): void {
    const kept = this.#kept.get(id)
    if (kept !== undefined) kept.shown = { ...kept.shown, sentBytes: kept.shown.sentBytes + sizeBytes }
  }

  ended(id: string, isWhole: boolean): void {
    const kept = this.#kept.get(id)
    if (kept?.shown.state !== 'sending') return
    kept.shown = { ...kept.shown, state: isWhole ? 'sent' : 'broken' }
    kept.cancel = this.#forgetLater(id)
  }

  #forgetLater(id: string): Cancel {
    return this.#clock.after(forgottenAfterMs, () => this.#kept.delete(id))
  }

  #forget(id: string): void {
    this.#kept.get(id)?.cancel()
    this.#kept.delete(id)
  }
}
