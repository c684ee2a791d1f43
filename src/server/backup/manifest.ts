import * as z from 'zod/mini'

/** Lies beside a backup as JSON. Written last: a backup without one is not finished. */
export interface Manifest {
  readonly holdfast: 'backup'
  readonly version: 1
  readonly name: string
  readonly madeAt: number
  /** The version of Holdfast that made it. */
  readonly by: string
  /** The line of stories that it is a copy of; null for a database older than those names. */
  readonly history: string | null
  /** How many rows each table has. */
  readonly rows: Readonly<Record<string, number>>
  /** How many rows belong to one that is not there. */
  readonly orphans: number
  /** The compressed file is sealed with a passphrase; what stands here is not. */
  readonly sealed?: true | undefined
  /** The compressed file. */
  readonly sizeBytes: number
  readonly sha256: string
  /** The database that is in it. */
  readonly database: { readonly sizeBytes: number; readonly sha256: string }
}

const schema: z.ZodMiniType<Manifest> = z.object({
  holdfast: z.literal('backup'),
  version: z.literal(1),
  name: z.string(),
  madeAt: z.number(),
  by: z.string(),
  history: z.nullable(z.string()),
  rows: z.record(z.string(), z.number()),
  orphans: z.number(),
  sealed: z.optional(z.literal(true)),
  sizeBytes: z.number(),
  sha256: z.string(),
  database: z.object({ sizeBytes: z.number(), sha256: z.string() }),
})

export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/** Undefined when the text is no manifest of this version. */
export function parseManifest(text: string): Manifest | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined // no JSON
  }
}
