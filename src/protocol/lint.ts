import * as z from 'zod/mini'

/** The number of the form of lint reports and findings. Raised when a reader as it was could take something wrong. */
export const lintVersion = 1

const text = z.string().check(z.maxLength(4000))
const count = z.number().check(z.nonnegative())
const port = z.int().check(z.minimum(0), z.maximum(65_535))
const many = 20_000
const ranges = z.array(text).check(z.maxLength(many))

const certificateSchema = z.object({ fingerprint: text, until: text })

/** A chain of the firewall with its rules in their order, as far as they are about who comes and to which port. */
const chainSchema = z.object({
  name: text,
  /** Whose packets it is about. */
  family: z.enum(['any', 'ipv4', 'ipv6']),
  /** What comes in from outside goes through it. */
  isInput: z.boolean(),
  /** What happens to whoever no rule is about. */
  policy: z.enum(['accept', 'drop', 'none']),
  rules: z
    .array(
      z.object({
        does: z.enum(['accept', 'drop', 'reject', 'jump', 'return']),
        to: z.optional(text),
        /** Whose addresses it is about; left out for everybody's. */
        from: z.optional(ranges),
        ports: z.optional(z.array(port).check(z.maxLength(many))),
        /** It asks for something besides that nobody can foresee: an interface, a rate, a mark. */
        isConditional: z.boolean(),
        text,
      }),
    )
    .check(z.maxLength(many)),
})
export type FirewallChain = z.infer<typeof chainSchema>

/** What the origin's machine says of itself before anything is wrong. Every field may be missing. */
export const lintHostSchema = z.object({
  at: z.optional(text),
  /** The machine's own addresses. */
  addresses: z.optional(ranges),
  listeners: z.optional(z.array(z.object({ address: text, port })).check(z.maxLength(many))),
  firewall: z.optional(z.array(chainSchema).check(z.maxLength(many))),
  /** Addresses that a ban tool keeps out now, and those that it must never ban; null where there is no ban tool. */
  bans: z.optional(z.nullable(z.object({ banned: ranges, ignored: ranges }))),
  /** Of the process that holds the port. */
  openFiles: z.optional(count),
  fileLimit: z.optional(count),
  certificateOnDisk: z.optional(certificateSchema),
})
export type LintHost = z.infer<typeof lintHostSchema>

/** Everything that is looked at before anything is wrong. */
export const lintReportSchema = z.object({
  version: z.optional(z.literal(lintVersion)),
  /** ISO 8601. */
  at: text,
  site: z.optional(z.object({ url: text, isTls: z.boolean(), port })),
  host: z.optional(lintHostSchema),
  /** What name servers say of the site's name now, and where the origin is by whoever set it up. */
  names: z.optional(ranges),
  origin: z.optional(ranges),
  served: z.optional(certificateSchema),
  /** After how long the origin says that it closes a connection that lies idle. */
  idleMs: z.optional(count),
  /** By whom the site is known to be reached. */
  cdn: z.optional(z.object({ asOf: text, ranges })),
  /** Holdfast's own settings, where they could be read. */
  settings: z.optional(
    z.object({
      heartbeatMs: count,
      statusPublicUrl: z.nullable(text),
      /** Addresses of the status page's own host. */
      statusAddresses: z.optional(ranges),
      /** The status process keeps what it knows in the folder of the server's chats. */
      sharesDataDir: z.boolean(),
      sharesHost: z.boolean(),
    }),
  ),
})
export type LintReport = z.infer<typeof lintReportSchema>

export const severities = ['error', 'warning', 'note'] as const
export type Severity = (typeof severities)[number]

/** One thing that will break, or may. */
const findingSchema = z.object({
  /** The rule that found it. */
  rule: z.string(),
  severity: z.enum(severities),
  says: z.string(),
  fix: z.string(),
  verify: z.string(),
})
export type Finding = z.infer<typeof findingSchema>

export const findingsSchema = z.object({
  version: z.literal(lintVersion),
  findings: z.array(findingSchema),
  /** Rules that had nothing to look at, and what they lacked. */
  notLooked: z.array(z.object({ rule: z.string(), lacks: z.string() })),
})
