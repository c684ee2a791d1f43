import * as z from 'zod/mini'
import { usualClocks } from '#edge/clocks.ts'
import { networkReports, type NetworkReports } from '#edge/network-reports.ts'
import { usualFloods } from '#edge/usual-floods.ts'
import { clientHeaders, readProxies, type ClientHeader } from '#edge/proxies.ts'
import { address, bool, hour, ms, type Setting } from './setting.ts'

/** What an operator can say about the edge: what it stands in front of, how it gets there, and how long it waits. */
export interface EdgeOptions {
  readonly origin: string | null
  readonly shell: string | null
  readonly edgeHost: string | null
  readonly edgeCert: string | null
  readonly edgeKey: string | null
  readonly behindCdn: boolean
  readonly elsewhereUrl: string | null
  readonly networkReports: NetworkReports
  readonly proxies: string | null
  readonly clientHeader: ClientHeader
  readonly clientRequestsPerMinute: number
  readonly clientRepliesPerMinute: number
  readonly limitThisMachine: boolean
  readonly clientConnections: number
  readonly proofAbove: number
  readonly botRules: boolean
  readonly botResolver: string | null
  readonly originCa: string | null
  readonly originCert: string | null
  readonly originKey: string | null
  readonly originServerName: string | null
  readonly originStrict: boolean
  readonly originResolver: string | null
  readonly originRamp: boolean
  readonly placeKey: string | null
  readonly originConnectMs: number
  readonly originTakeMs: number
  readonly originFirstByteMs: number
  readonly originStallMs: number
  readonly streamHeartbeatMs: number
  readonly requestHeadMs: number
  readonly requestBodyMs: number
  readonly requestBodyLimitBytes: number
  readonly edgeDrainMs: number
  readonly accessLog: string | null
  readonly metricsPort: number | null
  readonly metricsHost: string
}

const text: Omit<Setting<string | null>, 'about' | 'mustBe'> = {
  default: null,
  schema: z.nullable(z.string().check(z.minLength(1))),
}
const perMinute: Omit<Setting<number>, 'default' | 'about'> = {
  schema: z.int().check(z.minimum(0), z.maximum(1_000_000)),
  mustBe: 'a whole number from 0 to 1000000, where 0 is no limit',
}
const nameServer: Omit<Setting<string | null>, 'about'> = {
  default: null,
  schema: z.nullable(z.string().check(z.regex(/^(\d+(\.\d+){3}|\[[\da-f:.]+\])(:\d+)?$/i))),
  mustBe: 'an address such as 192.0.2.53 or [2001:db8::53]:5353',
}
const file: Omit<Setting<string | null>, 'about'> = { ...text, mustBe: 'the path of a PEM file' }

export const edgeOptions: { readonly [Name in keyof EdgeOptions]: Setting<EdgeOptions[Name]> } = {
  origin: {
    ...address,
    about:
      'Any other site for `holdfast edge` to stand in front of, in place of Holdfast. Every path but `/__edge/` is then the business of that site.',
    mustBe: 'an address such as https://example.internal, with no user and no path',
  },
  shell: {
    ...text,
    about: 'Beside `origin`: a folder with files of that site, which are shown while it cannot be reached.',
    mustBe: 'the path of a folder',
  },
  edgeHost: {
    ...text,
    about:
      'Where the edge listens, if not at `host`. In front of Holdfast only addresses of this machine itself, until there are accounts.',
    mustBe: 'an address of this machine, such as 0.0.0.0 for all',
  },
  edgeCert: { ...file, about: 'The certificate of the edge, with its chain: visitors come over TLS and HTTP/2 then.' },
  edgeKey: { ...file, about: 'The key of `edgeCert`.' },
  behindCdn: {
    ...bool,
    default: false,
    about:
      'Whether a CDN in front of the edge puts its own pages in the place of answers such as 502. Every fault then has the status 503, and says its number inside.',
  },
  elsewhereUrl: {
    ...address,
    about:
      'A host of somebody else that browsers may ask, when a reader tests the way, whether their network works at all. It learns who looks. `null`: none is asked.',
    mustBe: 'an address such as https://www.example.com, with no user and no path',
  },
  networkReports: {
    schema: z.enum(networkReports),
    default: 'auto',
    about:
      'Whether browsers are asked to report requests to us that failed (Network Error Logging). `auto`: where visitors come over TLS to the edge itself; behind a CDN that speaks TLS for it, set `on`.',
    mustBe: '"auto", "on" or "off"',
  },
  proxies: {
    default: null,
    schema: z.nullable(z.string().check(z.refine((list) => readProxies(list).ok))),
    about:
      'Who stands in front of the edge and is believed about who asks: addresses, ranges, or the word `cloudflare` for its ranges, as `holdfast edge ranges` shows them. Nobody else is: what a visitor claims about the way here counts for nothing.',
    mustBe: 'a list such as "127.0.0.1, 10.0.0.0/8, cloudflare"',
  },
  clientHeader: {
    default: 'x-forwarded-for',
    schema: z.enum(clientHeaders),
    about:
      'In which header those proxies say who came to them. Only this one is read, because a proxy passes the others on as the visitor made them up. Cloudflare itself is always read by `cf-connecting-ip`.',
    mustBe: '"x-forwarded-for", "forwarded" or "cf-connecting-ip"',
  },
  clientRequestsPerMinute: {
    ...perMinute,
    default: usualFloods.requestsPerMinute,
    about:
      'How many requests are taken from one client: at once, and anew in a minute. A client is an IPv4 address or an IPv6 /64; what is more hears `too-many-requests` with the time to come back. 0: no limit.',
  },
  clientRepliesPerMinute: {
    ...perMinute,
    default: usualFloods.repliesPerMinute,
    about:
      'Of those, how many that make work: whatever has a model write, and before another site whatever changes something. What is more hears `too-many-replies`. 0: no limit.',
  },
  clientConnections: {
    default: 500,
    schema: z.int().check(z.minimum(0), z.maximum(1_000_000)),
    about: 'How many connections one client may have open at once. One more hears `too-many-connections`. 0: no limit.',
    mustBe: 'a whole number from 0 to 1000000, where 0 is no limit',
  },
  limitThisMachine: {
    ...bool,
    default: false,
    about:
      'Whether these limits hold also for programs on this machine itself. A proxy on it that is not named in `proxies` is one, with all who come through it.',
  },
  proofAbove: {
    default: usualFloods.proofAbove,
    schema: z.int().check(z.minimum(0), z.maximum(1_000_000)),
    about:
      'How many newcomers in a second are let in as they come. Above that each waits half a minute once, or has the browser do a sum (`proof-wanted`). Who is inside or reads a running reply is never asked. 0: nobody is.',
    mustBe: 'a whole number from 0 to 1000000, where 0 asks nobody',
  },
  botRules: {
    ...bool,
    default: true,
    about:
      'Two rules about programs. One that makes work must say by `User-Agent` what it is (`nameless-program`); one that claims to be Googlebot, bingbot, Applebot, YandexBot or Baiduspider must have an address whose name in the DNS is theirs and leads back to it (`false-crawler`).',
  },
  botResolver: { ...nameServer, about: 'The name server to ask about crawlers, if not those of the system.' },
  originCa: { ...file, about: 'Who may vouch for the origin, in place of those whom Node trusts.' },
  originCert: { ...file, about: 'The certificate that the edge shows to an origin that wants one.' },
  originKey: { ...file, about: 'The key of `originCert`.' },
  originServerName: {
    ...text,
    about: 'The name that the edge asks for and looks for in the certificate (SNI), if not the one in the address.',
    mustBe: 'a name such as example.internal',
  },
  originStrict: {
    ...bool,
    default: true,
    about: 'Check the certificate of the origin. `false` believes whoever answers.',
  },
  originResolver: { ...nameServer, about: 'The name server to ask where the origin is, if not those of the system.' },
  originRamp: {
    ...bool,
    default: true,
    about:
      'Refill an origin that was down at the pace it shows, with a waiting room for the rest. `false`: everybody goes at once.',
  },
  placeKey: {
    default: null,
    schema: z.nullable(z.string().check(z.minLength(16))),
    about:
      'The secret by which places in the waiting room are signed. Edges in front of one origin share it. `null`: one that lasts until Holdfast ends. It is never printed.',
    mustBe: 'at least 16 characters that nobody can guess',
  },
  originConnectMs: {
    ...ms(50, hour),
    default: usualClocks.connectMs,
    about: 'How long the edge waits for a connection to the origin (522), and as long again for TLS (525).',
  },
  originTakeMs: {
    ...ms(50, hour),
    default: usualClocks.takeMs,
    about: 'How long the origin may stop taking what is sent to it (524).',
  },
  originFirstByteMs: {
    ...ms(50, 2 * hour),
    default: usualClocks.firstByteMs,
    about: 'How long the origin may take to begin its answer (524).',
  },
  originStallMs: {
    ...ms(50, 24 * hour),
    default: usualClocks.stallMs,
    about: 'How long the origin may be silent within an answer before the edge breaks it off.',
  },
  streamHeartbeatMs: {
    ...ms(50, hour),
    default: usualClocks.heartbeatMs,
    about: 'After so much silence of an event stream the edge sends a comment, so that nobody on the way gives it up.',
  },
  requestHeadMs: {
    ...ms(1000, hour),
    default: usualClocks.headMs,
    about: 'How long the head of a request may take to come (408).',
  },
  requestBodyMs: {
    ...ms(1000, hour),
    default: usualClocks.bodyMs,
    about: 'In how much time at least 500 bytes of a body must come while it is being sent (408).',
  },
  requestBodyLimitBytes: {
    default: usualFloods.mostBodyBytes,
    schema: z.int().check(z.minimum(0), z.maximum(1_000_000_000_000)),
    about:
      'The largest body of a request that the edge passes on (413). The server has a limit of its own, `bodyLimitBytes`, for all but archives. 0: no limit.',
    mustBe: 'a whole number of bytes from 0 to 1000000000000, where 0 is no limit',
  },
  edgeDrainMs: {
    ...ms(0, hour),
    default: usualClocks.drainMs,
    about: 'How long answers under way may take to their end when the edge ends. `holdfast up` waits 15 s at most.',
  },
  accessLog: {
    ...text,
    about:
      'Where the edge writes a JSON line about each request, at its end. It holds no query, no cookie and nothing that anybody wrote. SIGHUP begins the file anew.',
    mustBe: 'the path of a file, or - for standard output',
  },
  metricsPort: {
    default: null,
    schema: z.nullable(z.int().check(z.minimum(0), z.maximum(65_535))),
    about: 'The port at which the edge serves `/metrics` in the format of Prometheus, apart from visitors.',
    mustBe: 'a whole number from 0 to 65535, where 0 lets the system choose',
  },
  metricsHost: {
    default: '127.0.0.1',
    schema: z.string().check(z.minLength(1)),
    about: 'Where `metricsPort` listens. Whoever reaches it reads the figures; there is no password.',
    mustBe: 'an address of this machine, such as 127.0.0.1 or 0.0.0.0 for all',
  },
}
