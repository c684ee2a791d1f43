import * as z from 'zod/mini'
import type { Outcome } from '#shared/outcome.ts'
import { ok } from '#shared/outcome.ts'
import type { StoreFailure } from '../store/failure.ts'
import type { Store } from '../store/store.ts'

/** The server's chats, or what this device has of them. */
export const sources = ['server', 'device'] as const
export type Source = (typeof sources)[number]

/** A copy that was made on this device. */
export interface DeviceCopy {
  readonly at: number
  /** Null: the browser has saved it under a name of its own choice. */
  readonly fileName: string | null
  readonly sizeBytes: number
  readonly from: Source
  /** How many messages there were when it was made. */
  readonly messages: number
  /** It was read back after it was written. What a browser has saved by itself cannot be. */
  readonly isVerified: boolean
}

/** How often: by the clock, or after so many new messages. */
export type Rhythm = 'daily' | 'weekly' | { readonly afterMessages: number }

/** What the person wants, and what was done. */
export interface CopySettings {
  /** Into a folder, by itself; or the person is reminded to save a file. */
  readonly way: 'folder' | 'reminder'
  readonly rhythm: Rhythm
  /** The last of each source. */
  readonly last: Readonly<Record<Source, DeviceCopy | null>>
}

const copySchema: z.ZodMiniType<DeviceCopy> = z.object({
  at: z.number(),
  fileName: z.nullable(z.string()),
  sizeBytes: z.number(),
  from: z.enum(sources),
  messages: z.number(),
  isVerified: z.boolean(),
})

const settingsSchema: z.ZodMiniType<CopySettings> = z.object({
  way: z.enum(['folder', 'reminder']),
  rhythm: z.union([z.enum(['daily', 'weekly']), z.object({ afterMessages: z.int() })]),
  last: z.object({ server: z.nullable(copySchema), device: z.nullable(copySchema) }),
})

const noteName = 'device-copies'

/** Null: nobody has asked for copies, or no version of the page that this one understands. */
export async function copySettings(store: Store): Promise<Outcome<CopySettings | null, StoreFailure>> {
  const read = await store.read(['notes'], (transaction) => transaction.objectStore('notes').get(noteName))
  if (!read.ok) return read
  const parsed = settingsSchema.safeParse(read.value)
  return ok(parsed.success ? parsed.data : null)
}

/** Null forgets them. */
export function keepCopySettings(store: Store, settings: CopySettings | null): Promise<Outcome<unknown, StoreFailure>> {
  return store.write(['notes'], async (transaction) => {
    const notes = transaction.objectStore('notes')
    if (settings === null) await notes.delete(noteName)
    else await notes.put(settings, noteName)
  })
}

/** The last copy that was made on this device, of whichever source. */
export function lastCopy({ last: { server, device } }: CopySettings): DeviceCopy | null {
  if (server === null || device === null) return server ?? device
  return device.at > server.at ? device : server
}
