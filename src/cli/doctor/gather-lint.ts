import { resolve4, resolve6 } from 'node:dns/promises'
import { isIP } from 'node:net'
import { askedOf, isLiteral } from '#doctor/asked.ts'
import { standardPatience } from '#doctor/looking.ts'
import { idleTime, lintHostAt, nodeSenses, readLint } from '#doctor/node.ts'
import { lintVersion, type LintHost, type LintReport } from '#protocol/lint.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { builtInRanges } from '#edge/cloudflare-ranges.ts'
import { knownRanges } from '../cloudflare/kept-ranges.ts'
import { systemClock as clock } from '../clock.ts'
import { loadConfig } from '../config/load.ts'
import type { Settings } from '../config/settings.ts'
import { authoritiesIn } from './authorities.ts'
import { keyIn } from './key.ts'

type Flags = ReadonlyMap<string, string>

/** Everything that the rules look at, as far as it can be had from here. */
export async function gatherLint(flags: Flags, word: string | undefined): Promise<Outcome<LintReport, string>> {
  const site = siteOf(word, flags)
  if (!site.ok) return site
  const origin = flags.get('--origin')
  if (origin !== undefined && isIP(origin) === 0)
    return fail(`--origin is \`${origin}\`: write the literal address of the origin, as 198.51.100.2.`)
  const ca = await authoritiesIn(flags.get('--ca'))
  if (!ca.ok) return ca
  const host = await hostOf(flags, site.value?.port ?? 443)
  if (!host.ok) return host
  // A configuration that nothing can start with is no reason to look at nothing.
  const config = loadConfig({ flags: new Map(), env: process.env, folder: process.cwd() })
  const settings = config.ok ? config.value.settings : undefined
  const list = settings === undefined ? ok(builtInRanges) : knownRanges(settings.dataDir)
  const { asOf, v4, v6 } = list.ok ? list.value : builtInRanges
  const seen = await siteSeen(site.value, { flags, origin, ca: ca.value })
  return ok({
    version: lintVersion,
    at: new Date(clock.now()).toISOString(),
    host: host.value,
    cdn: { asOf, ranges: [...v4, ...v6] },
    ...(site.value === undefined
      ? {}
      : { site: { url: site.value.url.href, isTls: site.value.isTls, port: site.value.port } }),
    ...(origin === undefined ? {} : { origin: [origin] }),
    ...seen,
    ...(settings === undefined ? {} : { settings: await settingsSeen(settings) }),
  })
}

interface Site {
  readonly url: URL
  readonly isTls: boolean
  readonly port: number
}

function siteOf(word: string | undefined, flags: Flags): Outcome<Site | undefined, string> {
  const port = flags.get('--port')
  if (port !== undefined && !(Number(port) > 0 && Number(port) < 65_536)) return fail('--port is no port.')
  if (word === undefined) return ok(undefined)
  const whole = word.includes('://') ? word : `https://${word}`
  if (!URL.canParse(whole)) return fail(`\`${word}\` is no address of a site: write it as https://story.example.`)
  const url = new URL(whole)
  const isTls = url.protocol === 'https:'
  const own = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
  return ok({ url, isTls, port: Number(port ?? own) })
}

async function hostOf(flags: Flags, sitePort: number): Promise<Outcome<LintHost, string>> {
  const port = Number(flags.get('--port') ?? sitePort)
  const collector = flags.get('--collector')
  const certificate = flags.get('--certificate')
  if (collector === undefined)
    return ok(await readLint({ clock, port, ...(certificate === undefined ? {} : { certificate }) }))
  if (!URL.canParse(collector)) return fail(`--collector is \`${collector}\`: write the address that it printed.`)
  const key = await keyIn(flags.get('--key-file'))
  if (!key.ok) return key
  return lintHostAt({ clock, collector: new URL(collector), key: key.value, port })
}

interface Seeing {
  readonly flags: Flags
  readonly origin: string | undefined
  readonly ca: readonly string[] | undefined
}

/** What is served is asked of the origin alone: a CDN has certificates and times of its own. */
async function siteSeen(
  site: Site | undefined,
  { flags, origin, ca }: Seeing,
): Promise<Pick<LintReport, 'names' | 'served' | 'idleMs'>> {
  if (site === undefined) return {}
  const nameServers = (flags.get('--resolver') ?? 'system').split(',')
  const senses = nodeSenses({ clock, nameServers, ...(ca === undefined ? {} : { ca }) })
  const names = isLiteral(site.url)
    ? undefined
    : [...new Set((await senses.resolve(site.url.hostname)).flatMap(({ addresses = [] }) => addresses))]
  // Run on the origin itself it is asked here; a collector elsewhere says nothing of where the origin is.
  const address = origin ?? (flags.has('--collector') ? undefined : '127.0.0.1')
  if (address === undefined) return names === undefined ? {} : { names: [...names] }
  const asked = askedOf(site.url, address, site.port)
  const { attempt } = await senses.attempt(asked, standardPatience)
  const { fingerprint, until } = attempt.certificate ?? {}
  const idleMs = await idleTime(asked, standardPatience, { clock, ca })
  return {
    ...(names === undefined ? {} : { names: [...names] }),
    ...(fingerprint === undefined || until === undefined ? {} : { served: { fingerprint, until } }),
    ...(idleMs === undefined ? {} : { idleMs }),
  }
}

async function settingsSeen(settings: Settings): Promise<NonNullable<LintReport['settings']>> {
  const { streamHeartbeatMs, statusPublicUrl, originUrl } = settings
  const name = statusPublicUrl === null ? undefined : new URL(statusPublicUrl).hostname.replace(/^\[|\]$/g, '')
  const isOne = originUrl === null
  return {
    heartbeatMs: streamHeartbeatMs,
    statusPublicUrl,
    statusAddresses: name === undefined ? [] : isIP(name) === 0 ? await addressesOf(name) : [name],
    sharesDataDir: isOne,
    sharesHost: isOne,
  }
}

async function addressesOf(name: string): Promise<string[]> {
  const answers = await Promise.allSettled([resolve4(name), resolve6(name)])
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
}
