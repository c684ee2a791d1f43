import { signal, type ReadonlySignal, type Signal } from '@preact/signals'
import * as z from 'zod/mini'
import { sheetSchema, type Sheet } from '#protocol/sheet.ts'
import { jsonOf } from '../json.ts'
import type { Shelf } from '../means.ts'

/** What the next chat begins with: a character as it was rolled for it. */
export interface PreparedSheet {
  readonly sheet: Sheet
  /** The character of this browser that it was rolled from. */
  readonly from: string
}

const key = 'holdfast:prepared'
const preparedSchema: z.ZodMiniType<PreparedSheet> = z.object({ sheet: sheetSchema, from: z.string() })

/** It stays until a chat has begun with it or somebody takes it away, also when the page is loaded anew. */
export class Prepared {
  readonly #value: Signal<PreparedSheet | null>
  readonly #shelf: Pick<Shelf, 'get' | 'put' | 'remove'>

  constructor(shelf: Pick<Shelf, 'get' | 'put' | 'remove'>) {
    this.#shelf = shelf
    this.#value = signal(preparedSchema.safeParse(jsonOf(shelf.get(key) ?? '')).data ?? null)
  }

  get value(): ReadonlySignal<PreparedSheet | null> {
    return this.#value
  }

  put(prepared: PreparedSheet): void {
    this.#value.value = prepared
    this.#shelf.put(key, JSON.stringify(prepared))
  }

  /** A chat has begun with it, or somebody does not want it. What was prepared meanwhile stays. */
  clear(sheet: Sheet | undefined): void {
    if (sheet !== this.#value.peek()?.sheet) return
    this.#value.value = null
    this.#shelf.remove(key)
  }
}
