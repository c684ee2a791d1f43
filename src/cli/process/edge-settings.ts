import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtInRanges } from '#edge/cloudflare-ranges.ts'
import { readProxies, type ProxySettings } from '#edge/proxies.ts'
import type { EdgeSettings, TlsIdentity } from '#edge/settings.ts'
import { isLoopback } from '#protocol/origin-check.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { flagOf } from '#shared/cannot-listen.ts'
import type { Settings } from '../config/settings.ts'
import { knownRanges } from '../cloudflare/kept-ranges.ts'
import { installedVersion } from '../version.ts'
import { addressesOf } from './addresses.ts'

/** What the edge is told, with its files read. The error is one sentence for the operator. */
export function edgeSettingsOf(settings: Settings): Outcome<EdgeSettings, string> {
  const host = settings.edgeHost ?? settings.host
  const needless = whatDoesNotFit(settings, host)
  if (needless !== undefined) return fail(needless)
  const identity = identityOf(settings, 'edgeCert', 'edgeKey')
  if (!identity.ok) return identity
  const ownIdentity = identityOf(settings, 'originCert', 'originKey')
  if (!ownIdentity.ok) return ownIdentity
  const ca = settings.originCa === null ? ok(null) : pemIn(settings, 'originCa')
  if (!ca.ok) return ca
  const proxies = proxySettingsOf(settings)
  if (!proxies.ok) return proxies
  const addresses = addressesOf(settings)
  return ok({
    host,
    port: settings.edgePort,
    identity: identity.value,
    origin: settings.origin ?? addresses.origin,
    isOwn: settings.origin === null,
    originTls: {
      serverName: settings.originServerName,
      ca: ca.value,
      identity: ownIdentity.value,
      isStrict: settings.originStrict,
    },
    resolver: settings.originResolver,
    proxies: proxies.value,
    floods: {
      requestsPerMinute: settings.clientRequestsPerMinute,
      repliesPerMinute: settings.clientRepliesPerMinute,
      limitsThisMachine: settings.limitThisMachine,
      connections: settings.clientConnections,
      mostBodyBytes: settings.requestBodyLimitBytes,
      proofAbove: settings.proofAbove,
      botRules: settings.botRules,
      botResolver: settings.botResolver,
    },
    status: addresses.status,
    places: { statusHost: settings.statusPublicUrl, elsewhere: settings.elsewhereUrl },
    networkReports: settings.networkReports,
    shellDir: shellDirOf(settings),
    shellWorker: settings.shellWorker,
    isBehindCdn: settings.behindCdn,
    ramp: settings.originRamp,
    placeKey: settings.placeKey,
    metrics: settings.metricsPort === null ? null : { host: settings.metricsHost, port: settings.metricsPort },
    clocks: {
      connectMs: settings.originConnectMs,
      takeMs: settings.originTakeMs,
      firstByteMs: settings.originFirstByteMs,
      stallMs: settings.originStallMs,
      heartbeatMs: settings.streamHeartbeatMs,
      headMs: settings.requestHeadMs,
      bodyMs: settings.requestBodyMs,
      drainMs: settings.edgeDrainMs,
    },
    version: installedVersion(),
  })
}

function proxySettingsOf({ proxies, clientHeader, dataDir }: Settings): Outcome<ProxySettings, string> {
  const named = readProxies(proxies ?? '')
  if (!named.ok) return fail(`\`proxies\` holds ${named.error}, which is no address and no range: take it out.`)
  const list = named.value.cloudflare ? knownRanges(dataDir) : ok(builtInRanges)
  return list.ok ? ok({ ...named.value, list: list.value, header: clientHeader }) : list
}

function whatDoesNotFit({ origin, shell }: Settings, host: string): string | undefined {
  if (origin === null && shell !== null) {
    return '`shell` is what is shown while another site is away: set `origin` (--origin) too, or leave `shell` out.'
  }
  if (origin !== null || isLoopback(host)) return undefined
  return `\`edgeHost\` is ${host}, but there are no accounts yet, and whoever reached the edge there could read and change every story: leave it out, or set \`origin\` (--origin) to another site.`
}

/** The page of Holdfast belongs to the installation, wherever the command is run; files of another site to its operator. */
function shellDirOf({ origin, shell, shellDir }: Settings): string | null {
  if (origin === null) return resolve(fileURLToPath(new URL('../../../', import.meta.url)), shellDir)
  return shell === null ? null : resolve(shell)
}

type FileSetting = 'edgeCert' | 'edgeKey' | 'originCert' | 'originKey' | 'originCa'

function identityOf(settings: Settings, cert: FileSetting, key: FileSetting): Outcome<TlsIdentity | null, string> {
  if (settings[cert] === null && settings[key] === null) return ok(null)
  const [certificate, its] = [pemIn(settings, cert), pemIn(settings, key)]
  if (!certificate.ok) return certificate
  return its.ok ? ok({ certificate: certificate.value, key: its.value }) : its
}

function pemIn(settings: Settings, name: FileSetting): Outcome<string, string> {
  const file = settings[name]
  const fix = `set it (${flagOf(name)}) to a PEM file that this user can read`
  if (file === null) return fail(`\`${name}\` is not set, and the setting beside it needs it: ${fix}.`)
  try {
    const text = readFileSync(resolve(file), 'utf8')
    return text.includes('-----BEGIN ') ? ok(text) : fail(`\`${name}\` is ${file}, which is no PEM file: ${fix}.`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return fail(`\`${name}\` is ${file}, which cannot be read (${why}): ${fix}.`)
  }
}
