import * as z from 'zod/mini'
import { isFaultId, type FaultId } from '#protocol/faults.ts'
import type { BackupFailure, BackupOrder, Cleared } from './make.ts'
import type { PlaceSettings } from './open-place.ts'
import type { StoredBackup } from './place.ts'

/** What the server asks of the process that does what takes long. */
export type Order =
  | { readonly t: 'back-up'; readonly order: BackupOrder }
  | { readonly t: 'find-newest'; readonly place: PlaceSettings }
  | { readonly t: 'check'; readonly file: string }

/** The one answer that each order gets. */
export type News =
  | ({ readonly t: 'backed-up'; readonly backup: StoredBackup } & Cleared)
  | { readonly t: 'newest'; readonly backup: StoredBackup | null }
  | { readonly t: 'checked'; readonly damage: string | null }
  | { readonly t: 'failed'; readonly failure: BackupFailure }

const placeShape = {
  dataDir: z.string(),
  backupTo: z.nullable(z.string()),
  backupS3KeyId: z.nullable(z.string()),
  backupS3Secret: z.nullable(z.string()),
  backupPassphraseFile: z.nullable(z.string()),
}

export const orderSchema: z.ZodMiniType<Order> = z.discriminatedUnion('t', [
  z.object({ t: z.literal('back-up'), order: z.object({ ...placeShape, by: z.string(), now: z.number() }) }),
  z.object({ t: z.literal('find-newest'), place: z.object(placeShape) }),
  z.object({ t: z.literal('check'), file: z.string() }),
])

const backupSchema = z.object({ name: z.string(), at: z.number(), sizeBytes: z.number() })
const faultIdSchema = z.custom<FaultId>((id) => typeof id === 'string' && isFaultId(id))

export const newsSchema: z.ZodMiniType<News> = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('backed-up'),
    backup: backupSchema,
    removed: z.array(z.string()),
    notRemoved: z.nullable(z.string()),
  }),
  z.object({ t: z.literal('newest'), backup: z.nullable(backupSchema) }),
  z.object({ t: z.literal('checked'), damage: z.nullable(z.string()) }),
  z.object({ t: z.literal('failed'), failure: z.object({ fault: faultIdSchema, because: z.string() }) }),
])
