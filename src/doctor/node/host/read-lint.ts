import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { networkInterfaces } from 'node:os'
import type { LintHost } from '#protocol/lint.ts'
import type { Clock } from '#shared/clock.ts'
import { chainsOf, savedChains } from '../../host/firewall-chains.ts'
import { socketsIn } from '../../host/proc.ts'
import { allBans } from './bans.ts'
import { printedBy } from './run.ts'
import { jsonOf } from './rules.ts'
import { processOf } from './server-process.ts'

export interface ReadLintOptions {
  readonly clock: Clock
  /** The port of the site. */
  readonly port: number
  /** The certificate that should be served. */
  readonly certificate?: string
}

/** What this machine says of itself while all is well. It only reads, and leaves out what it may not see. */
export async function readLint({ clock, port, certificate }: ReadLintOptions): Promise<LintHost> {
  const [sockets, firewall, bans, onDisk] = await Promise.all([
    listening(),
    firewallChains(),
    allBans(),
    certificate === undefined ? undefined : certificateIn(certificate),
  ])
  const holder = await processOf(sockets.filter((one) => one.port === port).map(({ inode }) => inode))
  return {
    at: new Date(clock.now()).toISOString(),
    addresses: Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)),
    listeners: sockets.map(({ address, port: at }) => ({ address, port: at })),
    ...(firewall === undefined ? {} : { firewall }),
    ...(bans === undefined ? {} : { bans }),
    ...(holder?.openFiles === undefined ? {} : { openFiles: holder.openFiles }),
    ...(holder?.fileLimit === undefined ? {} : { fileLimit: holder.fileLimit }),
    ...(onDisk === undefined ? {} : { certificateOnDisk: onDisk }),
  }
}

async function listening() {
  const read = (name: string): Promise<string> => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')
  const texts = await Promise.all([read('tcp'), read('tcp6')])
  return texts.flatMap(socketsIn).filter(({ state }) => state === '0A')
}

/** Undefined where the rules may not be read. */
async function firewallChains(): Promise<LintHost['firewall']> {
  const [ruleset, saved, saved6] = await Promise.all([
    printedBy('nft', ['-j', 'list', 'ruleset']),
    printedBy('iptables-save', []),
    printedBy('ip6tables-save', []),
  ])
  if (ruleset === undefined && saved === undefined) return undefined
  const known = ruleset === undefined ? [] : chainsOf(jsonOf(ruleset))
  // Where iptables is a face of nft, its rules have been read already.
  return known.length > 0 ? [...known] : [...savedChains(saved ?? '', 'ipv4'), ...savedChains(saved6 ?? '', 'ipv6')]
}

/** Undefined where there is none, or what is there is no certificate. */
async function certificateIn(file: string): Promise<LintHost['certificateOnDisk']> {
  const pem = await readFile(file, 'utf8').catch(() => undefined)
  if (pem?.includes('-----BEGIN CERTIFICATE-----') !== true) return undefined
  const { fingerprint256: fingerprint, validToDate } = new X509Certificate(pem)
  return { fingerprint, until: validToDate.toISOString() }
}
