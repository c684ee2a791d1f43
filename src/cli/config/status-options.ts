import * as z from 'zod/mini'
import { placesIn } from '#status/witnesses.ts'
import { address, bool, hour, ms, type Setting } from './setting.ts'

/** What an operator can say about the status process: who may see and edit it, and how it looks at the site. */
export interface StatusOptions {
  readonly statusWatch: string | null
  readonly statusPublicUrl: string | null
  readonly statusToken: string | null
  readonly statusName: string
  readonly statusTimeZone: string
  readonly statusSnapshotDir: string | null
  readonly statusEveryMs: number
  readonly statusJitterPercent: number
  readonly statusPatienceMs: number
  readonly statusCanaryEveryMs: number
  readonly statusSettleMs: number
  readonly statusWitness: string | null
  readonly statusResolver: string | null
  readonly statusMailServer: string | null
  readonly statusMailFrom: string | null
  readonly statusInsideTargets: boolean
  readonly statusPeers: readonly string[]
}

export const statusOptions: { readonly [Name in keyof StatusOptions]: Setting<StatusOptions[Name]> } = {
  statusWatch: {
    ...address,
    about:
      'The public address of a site elsewhere that this status process watches, as `holdfast status --watch` takes it. Nothing but that address is known of it then; `null` watches the Holdfast of these settings.',
    mustBe: 'an address such as https://story.example, with no user and no path',
  },
  statusPublicUrl: {
    ...address,
    about:
      'Where people find the status page when it is not for this machine alone. It answers to that name then, and takes edits only with `statusToken`: a proxy in front of it makes every visitor look like this machine. Browsers look there, too, to tell their own network from our edge.',
    mustBe: 'an address such as https://status.example.org, with no user and no path',
  },
  statusToken: {
    default: null,
    schema: z.nullable(z.string().check(z.minLength(16), z.maxLength(200), z.regex(/^[!-~]+$/))),
    about:
      'What proves that the operator edits incidents, from wherever. `null`: only from this machine, and only while `statusPublicUrl` is not set. It is never printed.',
    mustBe: 'at least 16 letters, digits and signs, without spaces',
  },
  statusName: {
    default: 'Holdfast',
    schema: z.string().check(z.minLength(1), z.maxLength(80)),
    about: 'What the status page calls the site.',
    mustBe: 'a name of at most 80 characters',
  },
  statusTimeZone: {
    default: 'Etc/UTC',
    schema: z.string().check(z.refine(isTimeZone)),
    about: 'The time zone in which the status page shows times, beside UTC.',
    mustBe: 'a name such as Europe/Berlin',
  },
  statusSnapshotDir: {
    default: null,
    schema: z.nullable(z.string().check(z.minLength(1), z.maxLength(1000))),
    about:
      'Where the signed copy of the status page is kept, as files that any web server or bucket can show when this machine is gone. `null` is the folder `status-page` in `dataDir`. `holdfast status verify` checks such a copy.',
    mustBe: 'a folder',
  },
  statusEveryMs: {
    ...ms(500, hour),
    default: 8_000,
    about:
      'How long lies between two looks of the status process at every hop, from beginning to beginning; half of it while one fails. Two failures of five and one more make an incident, so that with the default a fault is public within 45 seconds.',
  },
  statusJitterPercent: {
    default: 10,
    schema: z.int().check(z.minimum(0), z.maximum(50)),
    about: 'By how much that interval is longer or shorter by chance, so that several who watch do not ask together.',
    mustBe: 'a whole number from 0 to 50',
  },
  statusPatienceMs: {
    ...ms(100, 60_000),
    default: 2500,
    about: 'How long each hop may take to answer a look.',
  },
  statusCanaryEveryMs: {
    ...ms(0, 24 * hour),
    default: 900_000,
    about:
      'How often the chosen model writes sixteen tokens for nobody, to see that it can and how fast: at the default about 1,600 tokens a day. Never asked of the practice narrator. 0: never.',
  },
  statusSettleMs: {
    ...ms(0, 24 * hour),
    default: 300_000,
    about: 'How long everything must be measured well before an incident is called over. Until then it may come back.',
  },
  statusWitness: {
    default: null,
    schema: z.nullable(z.string().check(z.refine((list) => list === 'none' || placesIn(list) !== undefined))),
    about:
      'Who tells whether the status process itself is cut off: places where a connection is opened and closed when nothing of the site answers. `null`: nobody for a site on this machine, so that it never calls out, else 1.1.1.1:443, 9.9.9.9:443 and example.com:443.',
    mustBe: 'a list such as "192.0.2.1:443, example.com:443", or "none"',
  },
  statusPeers: {
    default: [],
    schema: z.readonly(z.array(z.string().check(z.regex(/^https?:\/\/[^/?#@\s]+$/))).check(z.maxLength(20))),
    about:
      'Other instances that watch the same site, by the addresses of their status pages. What fails is public when most of those that can see agree; each instance is told the others.',
    mustBe: 'a list such as ["https://status-b.example"]',
  },
  statusResolver: {
    default: null,
    schema: z.nullable(z.string().check(z.regex(/^\[?[\da-f.:]+\]?(:\d+)?(\s*,\s*\[?[\da-f.:]+\]?(:\d+)?)*$/i))),
    about: "Which name servers are asked where the edge's name leads. `null`: this machine's own way.",
    mustBe: 'addresses such as 192.0.2.53, with commas between them',
  },
  statusMailServer: {
    default: null,
    schema: z.nullable(z.string().check(z.regex(/^smtps?:\/\/\S+$/))),
    about:
      'The mail server by which the status process tells of outages and answers tickets, as `smtp://user:password@host:587` or `smtps://…`. `null`: no mail is sent. It is never printed.',
    mustBe: 'an address such as smtps://user:password@mail.example.org',
  },
  statusMailFrom: {
    default: null,
    schema: z.nullable(z.string().check(z.maxLength(200), z.regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/))),
    about: 'From whom that mail comes, as `Name <address>`. Mail is sent only where this is set, too.',
    mustBe: 'an address such as Holdfast <status@example.org>',
  },
  statusInsideTargets: {
    ...bool,
    default: false,
    about:
      'Let webhooks go to addresses inside this network. Otherwise only the public internet is told, also where a name leads inside.',
  },
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
