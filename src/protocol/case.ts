import * as z from 'zod/mini'

/** The number of the schema of cases. Raised when a file that was right before no longer is. */
export const caseVersion = 1

const text = z.string().check(z.maxLength(4000))
const count = z.number().check(z.nonnegative())
const port = z.int().check(z.minimum(0), z.maximum(65_535))
const many = 1000

const certificateSchema = z.object({
  subject: z.optional(text),
  names: z.optional(z.array(text).check(z.maxLength(many))),
  issuer: z.optional(text),
  /** ISO 8601. */
  from: z.optional(text),
  until: z.optional(text),
  /** SHA-256 of the certificate, as hexadecimal digits with colons between them. */
  fingerprint: z.optional(text),
})

/** One attempt to get an answer of the origin, by whoever looked from one place. */
export const attemptSchema = z.object({
  /** ISO 8601. */
  at: z.optional(text),
  /** The literal address that was dialled. */
  address: z.optional(text),
  port: z.optional(port),
  tls: z.optional(z.boolean()),
  /** The HTTP status of the answer; the number on the page (520 to 530) where only that is known. */
  status: z.optional(z.int().check(z.minimum(100), z.maximum(599))),
  /** A number of the 1xxx family that a 530 carries. */
  subStatus: z.optional(z.int()),
  /** How far it came when it failed; left out, or `done`, when an answer came whole. */
  phase: z.optional(z.enum(['dns', 'connect', 'tls', 'certificate', 'http', 'done'])),
  /** The code of the failure as the system, TLS or the HTTP parser has it (`ECONNREFUSED`), or one of the doctor's own. */
  code: z.optional(text),
  message: z.optional(text),
  /** How long all of it took, and the parts; in milliseconds. */
  tookMs: z.optional(count),
  connectMs: z.optional(count),
  tlsMs: z.optional(count),
  firstByteMs: z.optional(count),
  /** How much of an answer had come. */
  sizeBytes: z.optional(count),
  /** The answer's `server` field, and its `cf-mitigated`. */
  server: z.optional(text),
  mitigated: z.optional(text),
  /** What the answer's `date` is ahead of the clock of whoever asked. */
  clockAheadMs: z.optional(z.number()),
  certificate: z.optional(certificateSchema),
})
export type Attempt = z.infer<typeof attemptSchema>

/** What one place saw: its first attempt, and those after it. */
const placeSchema = z.object({
  ...attemptSchema.shape,
  again: z.optional(z.array(attemptSchema).check(z.maxLength(many))),
  /** What this machine's own firewall did to what was sent to the origin meanwhile. */
  ownRule: z.optional(z.enum(['none', 'reject', 'drop'])),
  /** A second request on one connection, after it had lain idle. */
  reused: z.optional(z.enum(['works', 'fails'])),
  /** A connection on which nothing was asked for a while: `ended` if the other end ended it. */
  unasked: z.optional(z.enum(['kept', 'ended'])),
  /** The same port asked in the other way: with TLS if the attempt was without, and the other way round. */
  speaks: z.optional(z.enum(['http', 'tls', 'neither'])),
})
export type PlaceSeen = z.infer<typeof placeSchema>

/** What the origin's own machine knows. Counters are what was added while the others looked, never totals. */
export const hostSchema = z.object({
  /** ISO 8601, by the host's own clock. */
  at: z.optional(text),
  /** The collector was asked and did not answer. */
  isSilent: z.optional(z.boolean()),
  /** False where the collector sees another network namespace than the server's, as beside a container. */
  isServersNetwork: z.optional(z.boolean()),
  /** Which network the collector sees: that of the machine, or of a container on it. */
  network: z.optional(z.enum(['machine', 'container'])),
  listeners: z.optional(
    z
      .array(
        z.object({
          address: text,
          port,
          /** Connections that are waiting to be taken in, and how many may. */
          waiting: z.optional(count),
          limit: z.optional(count),
          process: z.optional(text),
        }),
      )
      .check(z.maxLength(many)),
  ),
  counters: z.optional(
    z.object({
      resetsSent: z.optional(count),
      unreachablesSent: z.optional(count),
      resetsTaken: z.optional(count),
      overflows: z.optional(count),
      synAcksAgain: z.optional(count),
    }),
  ),
  /** Connections of the server's port by their state, as the kernel has it. */
  halfOpen: z.optional(count),
  leftOpen: z.optional(count),
  /** How much of the request had come to the server; 0 when its connection stayed empty. */
  receivedBytes: z.optional(count),
  /** Rules of the firewall that counted packets meanwhile. */
  rules: z.optional(
    z
      .array(
        z.object({
          does: z.enum(['reject', 'drop', 'limit']),
          packets: z.optional(count),
          /** Whether it is for some senders or for all. */
          from: z.optional(z.enum(['some', 'all'])),
          text: z.optional(text),
          /** What goes out is turned away on the way to others, and not on the way in. */
          isOutward: z.optional(z.boolean()),
        }),
      )
      .check(z.maxLength(many)),
  ),
  /** Whether a ban list holds the address from which the failing place asks. */
  isBanned: z.optional(z.boolean()),
  process: z.optional(z.enum(['running', 'stopped', 'busy', 'waiting-for-disk', 'gone'])),
  unit: z.optional(z.enum(['active', 'inactive', 'failed', 'restarting'])),
  startError: z.optional(z.enum(['none', 'certificate-missing', 'port-taken', 'configuration'])),
  memoryKills: z.optional(count),
  /** Processor time of the server's process, in milliseconds: a total, from which two readings make `busy`. */
  cpuMs: z.optional(count),
  /** How long its main thread was ready to run and had to wait for a processor, in milliseconds: a total, too. */
  readyMs: z.optional(count),
  /** The share of the last ten seconds in which something waited for it, in percent (PSI). */
  pressure: z.optional(z.object({ cpu: z.optional(count), memory: z.optional(count), io: z.optional(count) })),
  /** What the group of the server's process may have and has; `throttledMs` is what was added while the others looked. */
  group: z.optional(
    z.object({
      version: z.optional(z.enum(['v1', 'v2'])),
      limitBytes: z.optional(count),
      usedBytes: z.optional(count),
      throttledMs: z.optional(count),
    }),
  ),
  openFiles: z.optional(count),
  fileLimit: z.optional(count),
  diskFreeBytes: z.optional(count),
  /** SHA-256 of the certificate that lies on the disk. */
  certificateOnDisk: z.optional(text),
})
export type HostSeen = z.infer<typeof hostSchema>

/** What one name server said of the origin's name. */
const nameSchema = z.object({
  from: text,
  addresses: z.optional(z.array(text).check(z.maxLength(many))),
  code: z.optional(text),
  tookMs: z.optional(count),
  /** It speaks for the zone itself, and passes on nobody's word. */
  isAuthority: z.optional(z.boolean()),
})
export type NameSeen = z.infer<typeof nameSchema>

/** All the evidence about one outage: a file that a person, a check or a collector may have written. Every field may be missing. */
export const caseSchema = z.object({
  version: z.optional(z.literal(caseVersion)),
  target: z.optional(
    z.object({
      url: z.optional(text),
      /** Where the origin really is, by whoever set it up. */
      addresses: z.optional(z.array(text).check(z.maxLength(many))),
      port: z.optional(port),
    }),
  ),
  /** The place that fails: the edge in front of the origin, or whoever asks the origin as it does. */
  edge: z.optional(placeSchema),
  /** A second place that asks the origin directly, at the same time. */
  vantage: z.optional(placeSchema),
  host: z.optional(hostSchema),
  names: z.optional(z.array(nameSchema).check(z.maxLength(many))),
  /** The origin asked at its other web port, and at its addresses of the other family. */
  otherPort: z.optional(attemptSchema),
  otherFamily: z.optional(attemptSchema),
})
export type Case = z.infer<typeof caseSchema>
