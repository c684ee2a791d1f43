import * as z from 'zod/mini'
import { idSchema } from './chats.ts'
import { sides } from './fault.ts'

const countsSchema = z.object({
  /** New here. */
  taken: z.number(),
  /** Here already, with the same content. */
  here: z.number(),
  /** Here already, with other content: that was kept, and it is listed. */
  differing: z.number(),
})
export type ImportCounts = z.infer<typeof countsSchema>

const differenceSchema = z.object({
  line: z.number(),
  chatId: idSchema,
  /** Null: it is the chat's title that differs. */
  messageId: z.nullable(idSchema),
})

/** Why a part of an archive could not be taken as it stood. */
export const damages = [
  'unreadable', // the line is no whole line of an archive, or its checksum is wrong
  'too-long', // the line is longer than any line may be
  'invalid', // the line is whole, and says something that cannot be
  'chat-missing', // the line of its chat could not be read: the chat was made without its title
  'parent-missing', // the message before it is not there: it stands at the beginning of a branch of its own
  'sealed-part', // a part of the sealed file is damaged
  'cut-off', // the file ends before its end
  'zip', // the zip around the lines is damaged
] as const
export type Damage = (typeof damages)[number]

const damageSchema = z.object({
  /** Null when it is not one line. */
  line: z.nullable(z.number()),
  chatId: z.nullable(idSchema),
  messageId: z.nullable(idSchema),
  reason: z.enum(damages),
  because: z.string(),
})

export const importReportSchema = z.object({
  /** Everything that was in the file when it was made has been read. */
  isWhole: z.boolean(),
  chats: countsSchema,
  messages: countsSchema,
  /** Lines that only a newer Holdfast knows. */
  passedOver: z.number(),
  /** How many the file says it has and that were not read; null when that cannot be told. */
  missing: z.nullable(z.object({ chats: z.number(), messages: z.number() })),
  damageCount: z.number(),
  /** The first thousand. */
  damages: z.array(damageSchema),
  /** The first thousand. */
  differences: z.array(differenceSchema),
})
export type ImportReport = z.infer<typeof importReportSchema>
export type ImportDamage = z.infer<typeof damageSchema>
export type ImportDifference = z.infer<typeof differenceSchema>

/** `receiving → running → done`; `running → paused | refused`, and from there `start` goes on. */
export const importStates = ['receiving', 'running', 'paused', 'refused', 'done'] as const

const importFaultSchema = z.object({
  fault: z.string(),
  side: z.enum(sides),
  title: z.string(),
  detail: z.string(),
  kept: z.string(),
  because: z.string(),
})

export const importSchema = z.object({
  id: idSchema,
  state: z.enum(importStates),
  /** How much of the file is here: upload on from there. */
  receivedBytes: z.number(),
  /** How much of it has been read. */
  readBytes: z.number(),
  report: importReportSchema,
  /** Why it is paused or refused. */
  fault: z.nullable(importFaultSchema),
})
export type Import = z.infer<typeof importSchema>

export const newImportSchema = z.strictObject({
  /** Chosen by the client, so that it can be sent again without making a second import. */
  id: z.optional(idSchema),
})

export const importOffsetSchema = z.strictObject({
  offset: z.string().check(z.regex(/^\d{1,15}$/, 'must be a whole number of bytes')),
})

const passphraseSchema = z.string().check(z.minLength(1, 'must not be empty'))

export const importStartSchema = z.strictObject({ passphrase: z.optional(passphraseSchema) })

export const exportFormats = ['zip', 'jsonl', 'markdown', 'text', 'html'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const exportQuerySchema = z.strictObject({
  format: z.optional(z.enum(exportFormats)),
  /** Which chats; all of them when left out. */
  chat: z.optional(z.union([idSchema, z.array(idSchema)])),
})

/** An export that is sealed with a passphrase. */
export const sealedExportSchema = z.strictObject({
  format: z.optional(z.enum(['zip', 'jsonl'])),
  chats: z.optional(z.array(idSchema)),
  passphrase: passphraseSchema,
})

/** An export that a browser is to save: ordered first, then downloaded by its address, which says nothing of what is in it. */
export const newExportSchema = z
  .strictObject({
    format: z.optional(z.enum(exportFormats)),
    /** Which chats; all of them when left out. */
    chats: z.optional(z.array(idSchema)),
    /** Seals an archive, and nothing else. */
    passphrase: z.optional(passphraseSchema),
  })
  .check(
    z.refine(
      ({ format = 'zip', passphrase }) => passphrase === undefined || format === 'zip' || format === 'jsonl',
      'a passphrase seals zip and jsonl only',
    ),
  )
export type NewExport = z.infer<typeof newExportSchema>

/** `ordered → sending → sent | broken`. What is not fetched in time is forgotten. */
export const exportStates = ['ordered', 'sending', 'sent', 'broken'] as const

export const exportSchema = z.object({
  id: idSchema,
  state: z.enum(exportStates),
  /** How much of the file has gone out. */
  sentBytes: z.number(),
  /** Where the file is fetched, once: a path on this server. */
  file: z.string(),
})
export type Export = z.infer<typeof exportSchema>
