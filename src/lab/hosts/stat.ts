import { readFileSync } from 'node:fs'

/**
 * What proc_pid_stat(5) says of a process, from its state on: behind the name of the program, which may hold spaces and brackets.
 * Undefined when it is gone.
 */
export function statOf(pid: number | string): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined // It is gone.
  }
}
