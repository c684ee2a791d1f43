import * as z from 'zod/mini'
import { idSchema } from '#protocol/chats.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { StoreFailure } from '../store/failure.ts'
import type { Store } from '../store/store.ts'

/** An import that goes on after the page was closed: which one, and of which file. */
export interface RememberedImport {
  readonly id: string
  readonly fileName: string
  readonly sizeBytes: number
  /** What tells the file from others: see `markOf`. */
  readonly mark: string
}

const rememberedSchema: z.ZodMiniType<RememberedImport> = z.object({
  id: idSchema,
  fileName: z.string(),
  sizeBytes: z.number(),
  mark: z.string(),
})

const noteName = 'import'

/** Null when there is none, or none that this version of the page knows. */
export async function rememberedImport(store: Store): Promise<RememberedImport | null> {
  const read = await store.read(['notes'], (transaction) => transaction.objectStore('notes').get(noteName))
  const parsed = rememberedSchema.safeParse(read.ok ? read.value : null)
  return parsed.success ? parsed.data : null
}

export function rememberImport(store: Store, remembered: RememberedImport): Promise<Outcome<unknown, StoreFailure>> {
  return store.write(['notes'], (transaction) => transaction.objectStore('notes').put(remembered, noteName))
}

export function forgetImport(store: Store): Promise<Outcome<unknown, StoreFailure>> {
  return store.write(['notes'], (transaction) => transaction.objectStore('notes').delete(noteName))
}
