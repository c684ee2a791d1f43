import { X509Certificate } from 'node:crypto'
import { readFile, statfs } from 'node:fs/promises'
import type { HostSeen } from '#protocol/case.ts'
import type { Clock } from '#shared/clock.ts'
import { countersOf, limitsIn, receivedIn, socketsIn, type SocketLine } from '../../host/proc.ts'
import { isBanned } from './bans.ts'
import { networkPlace } from './network.ts'
import { resourcesSeen } from './resources.ts'
import { firewallRules } from './rules.ts'
import { printedBy } from './run.ts'
import { processOf } from './server-process.ts'
import { unitSeen } from './unit.ts'

export interface ReadHostOptions {
  readonly clock: Clock
  /** The port that is looked at, and who asks for it: whether that address is banned. */
  readonly port: number
  readonly asker: string
  /** The systemd unit of the server, and the certificate that it should serve. */
  readonly unit?: string
  readonly certificate?: string
  /** Processes that the kernel had killed for memory when the collector began. */
  readonly memoryKillsBefore?: number
}

/** One reading of this machine; counters are totals. It only reads, and leaves out what it may not see. */
export async function readHost(options: ReadHostOptions): Promise<HostSeen> {
  const { clock, port } = options
  const at = new Date(clock.now()).toISOString()
  const [network, rules, unit, program, banned] = await Promise.all([
    networkSeen(port),
    firewallRules(),
    options.unit === undefined ? {} : unitSeen(options.unit),
    machineSeen(options),
    isBanned(options.asker),
  ])
  return {
    at,
    ...network,
    ...(rules === undefined ? {} : { rules: rules.filter(({ isOutward }) => isOutward !== true) }),
    ...program,
    ...unit,
    ...(banned === undefined ? {} : { isBanned: banned }),
  }
}

async function networkSeen(port: number): Promise<HostSeen> {
  const read = (name: string): Promise<string> => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')
  const [tcp, tcp6, snmp, netstat, listening, connections] = await Promise.all([
    read('tcp'),
    read('tcp6'),
    read('snmp'),
    read('netstat'),
    printedBy('ss', ['-Hltn']),
    printedBy('ss', ['-Htin']),
  ])
  const sockets = [...socketsIn(tcp), ...socketsIn(tcp6)]
  const listeners = sockets.filter(({ state }) => state === '0A')
  const limits = limitsIn(listening ?? '')
  const here = sockets.filter((one) => one.port === port)
  const receivedBytes = receivedIn(connections ?? '', port)
  const holder = await processOf(listeners.filter((one) => one.port === port).map(({ inode }) => inode))
  const { name, pid, ...process } = holder ?? {}
  const isListenedTo = listeners.some((one) => one.port === port)
  const [place, resources] = await Promise.all([networkPlace(port, isListenedTo), resourcesSeen(pid)])
  return {
    ...place,
    ...resources,
    listeners: listeners.map((one) =>
      listenerOf(one, { limit: limits.get(one.port), process: one.port === port ? name : undefined }),
    ),
    counters: countersOf(snmp, netstat),
    halfOpen: here.filter(({ state }) => state === '03').length,
    leftOpen: here.filter(({ state }) => state === '08').length,
    ...(receivedBytes === undefined ? {} : { receivedBytes }),
    ...process,
  }
}

interface More {
  readonly limit: number | undefined
  readonly process: string | undefined
}

function listenerOf(
  { address, port, waiting }: SocketLine,
  { limit, process }: More,
): NonNullable<HostSeen['listeners']>[number] {
  return {
    address,
    port,
    waiting,
    ...(limit === undefined ? {} : { limit }),
    ...(process === undefined ? {} : { process }),
  }
}

async function machineSeen({ certificate, memoryKillsBefore }: ReadHostOptions): Promise<HostSeen> {
  const [disk, kills, pem] = await Promise.all([
    statfs('/').catch(() => undefined),
    memoryKills(),
    certificate === undefined ? undefined : readFile(certificate, 'utf8').catch(() => undefined),
  ])
  return {
    ...(disk === undefined ? {} : { diskFreeBytes: disk.bavail * disk.bsize }),
    ...(kills === undefined ? {} : { memoryKills: Math.max(0, kills - (memoryKillsBefore ?? kills)) }),
    ...(pem === undefined ? {} : { certificateOnDisk: new X509Certificate(pem).fingerprint256 }),
  }
}

/** How many processes the kernel has killed for memory since the machine began. */
export async function memoryKills(): Promise<number | undefined> {
  const text = await readFile('/proc/vmstat', 'utf8').catch(() => '')
  const found = /^oom_kill (\d+)$/m.exec(text)
  return found === null ? undefined : Number(found[1])
}
