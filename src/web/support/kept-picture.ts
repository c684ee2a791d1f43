import * as z from 'zod/mini'
import type { Outcome } from '#shared/outcome.ts'
import type { StoreFailure } from '../store/failure.ts'
import type { Store } from '../store/store.ts'
import type { Edit, Size } from './framing.ts'

/** The picture that a person is about to send. It lies on this device as it came, so that every edit can be taken back. */
export interface KeptPicture {
  readonly file: Blob
  /** Of the pixels that the areas of the edits are in. */
  readonly size: Size
  readonly edits: readonly Edit[]
}

const noteName = 'support-picture'
const sideSchema = z.int().check(z.minimum(1))
const startSchema = z.int().check(z.minimum(0))
const keptSchema = z.object({
  file: z.instanceof(Blob),
  size: z.object({ width: sideSchema, height: sideSchema }),
  edits: z.array(
    z.object({
      kind: z.enum(['black-out', 'crop']),
      area: z.object({ left: startSchema, top: startSchema, width: sideSchema, height: sideSchema }),
    }),
  ),
})

/** Null when there is none, or none that this version of the page understands. */
export async function keptPicture(store: Store): Promise<KeptPicture | null> {
  const read = await store.read(['notes'], (transaction) => transaction.objectStore('notes').get(noteName))
  return (read.ok ? keptSchema.safeParse(read.value).data : null) ?? null
}

/** Null forgets it. */
export function keepPicture(store: Store, picture: KeptPicture | null): Promise<Outcome<unknown, StoreFailure>> {
  return store.write(['notes'], async (transaction) => {
    const notes = transaction.objectStore('notes')
    if (picture === null) await notes.delete(noteName)
    else await notes.put(picture, noteName)
  })
}
