import * as z from 'zod/mini'

/** Something that keeps the server from its work. `fault` is an id of the catalogue. */
const troubleSchema = z.object({
  fault: z.string(),
  /** Since when, in milliseconds since 1970 UTC. */
  at: z.number(),
  /** What was seen, and what can be done about it here. */
  because: z.string(),
})

export const lastBackupSchema = z.object({
  at: z.number(),
  /** Where it lies, in words for the operator: a folder, or an address without a key in it. */
  to: z.string(),
  sizeBytes: z.number(),
  /** It was read back after it was written, opened, checked and counted. */
  isVerified: z.boolean(),
})
export type LastBackup = z.infer<typeof lastBackupSchema>

/** What the server keeps, in numbers from the stores themselves. */
export const ledgerSchema = z.object({
  /** Names this line of stories. Given when the database was made, and anew by every restore. */
  history: z.string(),
  /** When the copy was made that the database was restored from last; null when it never was, or nobody knows. */
  restoredFrom: z._default(z.nullable(z.number()), null),
  chats: z.number(),
  messages: z.number(),
  /** In all messages together, as Unicode code points. A reply counts when it is over. */
  characters: z.number(),
  repliesWriting: z.number(),
  repliesWaiting: z.number(),
  /** Null when none is known of. */
  lastBackup: z.nullable(lastBackupSchema),
  /** As cron has it; null when none are made by themselves. */
  backupRhythm: z.nullable(z.string()),
  /** Why the latest attempt at a backup failed; null when it did not. */
  backupFault: z.nullable(troubleSchema),
  /** Why nothing is taken in at present; null when all is well. */
  storageFault: z.nullable(troubleSchema),
})
export type Ledger = z.infer<typeof ledgerSchema>
export type Trouble = z.infer<typeof troubleSchema>

/** What this device keeps, in numbers from its own stores. Null: they could not be counted. */
export const deviceLedgerSchema = z.object({
  /** When it was counted, in milliseconds since 1970 UTC. */
  at: z.number(),
  drafts: z.object({ boxes: z.number(), characters: z.number() }),
  /** Turns that the server has not accepted yet. */
  turnsWaiting: z.number(),
  /** Replies that this page reads while they are being written. */
  repliesReading: z.number(),
  copies: z.nullable(
    z.object({
      chats: z.number(),
      messages: z.number(),
      /** About what they take on the disk, and what they may take. */
      sizeBytes: z.number(),
      budgetBytes: z.number(),
      /** Messages that the server no longer has. */
      onlyHere: z.number(),
    }),
  ),
  /** The last copy of everything that this page has made on this device; null when there is none. */
  lastCopy: z.nullable(z.object({ at: z.number(), messages: z.number(), isVerified: z.boolean() })),
  /** Whether the browser has promised not to clear them by itself; null when it was not asked. */
  isLasting: z.nullable(z.boolean()),
  /** Why the browser keeps less than it should: the kind of its refusal and what was seen. */
  storeFault: z.nullable(z.object({ kind: z.enum(['quota', 'lost', 'blocked']), because: z.string() })),
  /** What the server said last, and when; `isReachable` is whether it has answered since it was last asked. */
  server: z.nullable(z.object({ askedAt: z.number(), isReachable: z.boolean(), ledger: ledgerSchema })),
})
export type DeviceLedger = z.infer<typeof deviceLedgerSchema>
