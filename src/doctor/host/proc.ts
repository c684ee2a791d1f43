import type { HostSeen } from '#protocol/case.ts'

/** Two lines for each group, as in /proc/net/snmp and /proc/net/netstat: names, then numbers. */
export function counterIn(text: string, group: string, name: string): number | undefined {
  const [names, numbers] = text.split('\n').filter((line) => line.startsWith(`${group}: `))
  const index = names?.split(' ').indexOf(name) ?? -1
  const value = Number(numbers?.split(' ')[index])
  return index < 1 || Number.isNaN(value) ? undefined : value
}

export function countersOf(snmp: string, netstat: string): NonNullable<HostSeen['counters']> {
  return {
    resetsSent: counterIn(snmp, 'Tcp', 'OutRsts'),
    unreachablesSent: counterIn(snmp, 'Icmp', 'OutDestUnreachs'),
    resetsTaken: counterIn(snmp, 'Tcp', 'EstabResets'),
    overflows: counterIn(netstat, 'TcpExt', 'ListenOverflows'),
    synAcksAgain: counterIn(netstat, 'TcpExt', 'TCPSynRetrans'),
  }
}

/** One line of /proc/net/tcp or tcp6. */
export interface SocketLine {
  readonly address: string
  readonly port: number
  /** As the kernel numbers them: 01 open, 03 half open, 08 left by the other side, 0A listening. */
  readonly state: string
  /** Of a listener: connections that wait to be taken in. Of a connection: bytes that wait to be read. */
  readonly waiting: number
  readonly inode: string
}

export function socketsIn(text: string): readonly SocketLine[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state = '', queues = '', , , , , inode = ''] = line.trim().split(/\s+/)
      const [hexAddress = '', hexPort = ''] = local.split(':')
      if (hexPort === '') return []
      const waiting = Number.parseInt(queues.split(':')[1] ?? '0', 16)
      return [{ address: addressOf(hexAddress), port: Number.parseInt(hexPort, 16), state, waiting, inode }]
    })
}

/** The kernel prints an address as 32-bit numbers of this machine's byte order, which is little-endian wherever Node runs. */
function addressOf(hex: string): string {
  const words = hex.match(/.{8}/g) ?? []
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).toReversed().map((byte) => Number.parseInt(byte, 16)))
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.every((byte) => byte === 0)) return '::'
  if (bytes.slice(0, 15).every((byte) => byte === 0) && bytes[15] === 1) return '::1'
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  if (isMapped) return `::ffff:${bytes.slice(12).join('.')}`
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0)).toString(16),
  )
  return groups.join(':')
}

/** The length of the line before each listener, from `ss -Hltn`: /proc does not say it. */
export function limitsIn(ss: string): ReadonlyMap<number, number> {
  const lines = ss.split('\n').map((line) => line.trim().split(/\s+/))
  return new Map(
    lines.flatMap(([state, , limit, local = '']) => {
      const port = Number(local.slice(local.lastIndexOf(':') + 1))
      return state === 'LISTEN' && port > 0 ? [[port, Number(limit)] as const] : []
    }),
  )
}

/** How many bytes came on the connections of a port that are still there, from `ss -Htin`; undefined when there is none. */
export function receivedIn(ss: string, port: number): number | undefined {
  // A connection is a line, and what is known of it an indented one below.
  const entries = ss.split(/\n(?=\S)/).filter((entry) => {
    const [state = '', , , local = ''] = entry.trim().split(/\s+/)
    return /^(?:ESTAB|CLOSE-WAIT)/.test(state) && local.endsWith(`:${port}`)
  })
  if (entries.length === 0) return undefined
  return entries.reduce((sum, entry) => sum + Number(/bytes_received:(\d+)/.exec(entry)?.[1] ?? 0), 0)
}

/** How long a thread was ready to run and had to wait, from /proc/PID/schedstat: the second of its numbers, in nanoseconds. */
export function readyMsIn(schedstat: string): number {
  return Math.round(Number(schedstat.trim().split(' ')[1]) / 1e6)
}

/** State and processor time of a process, from /proc/PID/stat: its name may hold spaces and brackets. */
export function statOf(stat: string): { readonly state: string; readonly cpuMs: number } {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // 100 ticks a second, which is what user space sees on Linux wherever Node runs.
  const ticks = Number(fields[11]) + Number(fields[12])
  return { state: fields[0] ?? '?', cpuMs: ticks * 10 }
}
