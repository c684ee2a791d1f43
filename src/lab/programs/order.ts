import * as z from 'zod/mini'

/** How an origin of the lab behaves. */
const manners = [
  'answers',
  'slow',
  'silent',
  'never-reads',
  'resets-on-accept',
  'resets-on-request',
  'closes-on-request',
  'resets-midway',
  'closes-midway',
  'stalls-midway',
  'garbage',
  'large-head',
  'bad-gateway',
  'busy',
] as const
export type Manner = (typeof manners)[number]

export interface OriginOrder {
  readonly manner: Manner
  readonly host: string
  readonly port: number
  /** How it names itself. */
  readonly server: string
  /** How many connections may wait to be taken in. */
  readonly backlog?: number | undefined
  readonly tls?: TlsOrder | undefined
}

export interface TlsOrder {
  readonly certificate: string
  readonly key: string
  /** This version at most, and only these ciphers, in the words of OpenSSL. */
  readonly mostVersion?: 'TLSv1.1' | 'TLSv1.2' | undefined
  readonly ciphers?: string | undefined
  /** Asks for a certificate of the client by this authority, and takes none without. */
  readonly clientAuthority?: string | undefined
  /** Knows no name, and says so to whoever asks for one. */
  readonly refusesNames?: boolean | undefined
}

/** What a name server of the lab says to every question. */
export interface NamesOrder {
  readonly host: string
  readonly says: Saying
}

/**
 * Addresses; or a response code of RFC 1035 §4.1.1, of which 0 without addresses means that there is no such record; or that the
 * name is another name for itself.
 */
export type Saying = { readonly addresses: readonly string[] } | { readonly code: number } | 'itself' | 'nothing'

export interface CrowdOrder {
  readonly host: string
  readonly port: number
  readonly count: number
  /** Stay with their first request, or come anew every so many milliseconds. */
  readonly does: 'stay' | { readonly comeEveryMs: number }
  /** It says that it is there when so many have been let in. */
  readonly readyAt: number
}

const tlsOrderSchema = z.object({
  certificate: z.string(),
  key: z.string(),
  mostVersion: z.optional(z.enum(['TLSv1.1', 'TLSv1.2'])),
  ciphers: z.optional(z.string()),
  clientAuthority: z.optional(z.string()),
  refusesNames: z.optional(z.boolean()),
})

export const originOrderSchema: z.ZodMiniType<OriginOrder> = z.object({
  manner: z.enum(manners),
  host: z.string(),
  port: z.int(),
  server: z.string(),
  backlog: z.optional(z.int()),
  tls: z.optional(tlsOrderSchema),
})

export const namesOrderSchema: z.ZodMiniType<NamesOrder> = z.object({
  host: z.string(),
  says: z.union([
    z.object({ addresses: z.array(z.string()) }),
    z.object({ code: z.int() }),
    z.literal('itself'),
    z.literal('nothing'),
  ]),
})

export const crowdOrderSchema: z.ZodMiniType<CrowdOrder> = z.object({
  host: z.string(),
  port: z.int(),
  count: z.int(),
  does: z.union([z.literal('stay'), z.object({ comeEveryMs: z.int() })]),
  readyAt: z.int(),
})

/** What a program of the lab prints when it is there. */
export const readyLine = 'READY'
