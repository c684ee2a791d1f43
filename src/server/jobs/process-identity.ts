import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { errnoOf } from '#shared/errno.ts'

/**
 * Names this process so that another can tell later whether it still runs: machine, number and start. A number alone is
 * given to somebody else sooner or later.
 */
export function processIdentity(): string {
  return [hostname(), process.pid, startOf(process.pid)].join(':')
}

/** Whether a process named by `processIdentity` still runs; undefined when it ran on another machine. */
export function isProcessRunning(identity: string): boolean | undefined {
  const [start, pid, ...host] = identity.split(':').toReversed()
  if (host.toReversed().join(':') !== hostname()) return undefined
  const number = Number(pid)
  return isAlive(number) && startOf(number) === start
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it is there, and somebody else's.
    return errnoOf(error) === 'EPERM'
  }
}

/** When a process started, in ticks since boot (proc(5), field 22 of stat). Empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return '' // no /proc, or the process has just ended: then isAlive says so
  }
}
