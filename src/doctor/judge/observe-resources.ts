import type { HostSeen } from '#protocol/case.ts'
import type { Observation } from './observe.ts'

type Certain = Omit<Observation, 'doubt'>

/** From here on most of the time goes into waiting: what is asked of the machine is more than it has. */
const mostOfTimePercent = 60
/** Memory and disk are short long before that: to wait for them at all is to crawl. */
const muchOfTimePercent = 25
const nearlyFull = 0.95
/** A group is throttled a little whenever it starts something. */
const throttledAboveMs = 200

/** What the machine, or the group of the server's process, is short of. */
export function resources({ pressure, group }: HostSeen): readonly Certain[] {
  return [...pressureSeen(pressure), ...throttledSeen(group), ...memorySeen(group)]
}

function pressureSeen(pressure: HostSeen['pressure']): readonly Certain[] {
  if (pressure === undefined) return []
  const { cpu = 0, memory = 0, io = 0 } = pressure
  const [scarce] = [
    { value: 'memory', percent: memory, isMuch: memory > muchOfTimePercent },
    { value: 'io', percent: io, isMuch: io > muchOfTimePercent },
    { value: 'cpu', percent: cpu, isMuch: cpu > mostOfTimePercent },
  ].filter(({ isMuch }) => isMuch)
  const waits = [`processor ${cpu} %`, `memory ${memory} %`, `disk ${io} %`].join(', ')
  const says = `Of the last ten seconds something waited for: ${waits}.`
  return [{ feature: 'pressure', values: [scarce?.value ?? 'none'], evidence: 'host.pressure', says }]
}

function throttledSeen(group: HostSeen['group']): readonly Certain[] {
  const { throttledMs } = group ?? {}
  if (throttledMs === undefined) return []
  const says = `The limit of its group kept the server from running for ${Math.round(throttledMs)} ms meanwhile.`
  const values = [throttledMs > throttledAboveMs ? 'rose' : 'still']
  return [{ feature: 'throttled', values, evidence: 'host.group.throttledMs', says }]
}

function memorySeen(group: HostSeen['group']): readonly Certain[] {
  const { usedBytes, limitBytes } = group ?? {}
  if (usedBytes === undefined || limitBytes === undefined) return []
  const [used, limit] = [usedBytes, limitBytes].map((bytes) => `${Math.round(bytes / 1e6)} MB`)
  const isFull = usedBytes > nearlyFull * limitBytes
  const says = `The group of the server has ${used} of ${limit} of memory.`
  return [{ feature: 'groupMemory', values: [isFull ? 'full' : 'free'], evidence: 'host.group', says }]
}
