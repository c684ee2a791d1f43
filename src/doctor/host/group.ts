/** Where the kernel keeps what it counts of a group of processes, in either of the two forms that Linux has had. */
export interface GroupFiles {
  readonly version: 'v1' | 'v2'
  readonly memory: string
  readonly cpu: string
}

/** From /proc/PID/cgroup. A machine may have both forms; the first counts where it has memory in it. */
export function groupFiles(cgroup: string): GroupFiles {
  const lines = cgroup.split('\n').map((line) => /^\d+:([^:]*):(\/.*)$/.exec(line))
  const of = (controller: string): string | undefined =>
    lines.find((line) => line?.[1]?.split(',').includes(controller) === true)?.[2]
  const memory = of('memory')
  if (memory !== undefined) {
    return { version: 'v1', memory: `memory${memory}`, cpu: `cpu${of('cpu') ?? '/'}` }
  }
  const whole = lines.find((line) => line?.[1] === '')?.[2] ?? '/'
  return { version: 'v2', memory: whole.slice(1), cpu: whole.slice(1) }
}

/** More than any machine has stands for "no limit" in the first form; in the second it is the word `max`. */
const noLimitBytes = 2 ** 60

/** A limit of memory as the kernel prints it; undefined where there is none. */
export function limitIn(text: string | undefined): number | undefined {
  const bytes = Number((text ?? '').trim() || 'max')
  return Number.isNaN(bytes) || bytes >= noLimitBytes ? undefined : bytes
}

/** How long a group was kept from running since it began, from `cpu.stat`: in microseconds there, or nanoseconds in the first form. */
export function throttledMsIn(stat: string | undefined): number | undefined {
  const found = /^(throttled_usec|throttled_time) (\d+)$/m.exec(stat ?? '')
  if (found === null) return undefined
  return Number(found[2]) / (found[1] === 'throttled_usec' ? 1000 : 1_000_000)
}

/** The share of the last ten seconds in which something waited for a resource, in percent, from /proc/pressure. */
export function pressureIn(text: string | undefined): number | undefined {
  const found = /^some avg10=([\d.]+)/m.exec(text ?? '')
  return found === null ? undefined : Number(found[1])
}
