import { readdir, readFile, readlink } from 'node:fs/promises'
import type { HostSeen } from '#protocol/case.ts'
import { readyMsIn, statOf } from '../../host/proc.ts'

type ProcessSeen = Pick<HostSeen, 'process' | 'cpuMs' | 'readyMs' | 'openFiles' | 'fileLimit'> & {
  readonly name?: string
  readonly pid?: string
}

/** The process that holds one of these sockets, as far as it may be seen: another user's needs root. */
export async function processOf(inodes: readonly string[]): Promise<ProcessSeen | undefined> {
  const wanted = new Set(inodes.map((inode) => `socket:[${inode}]`))
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  for (const pid of pids) {
    const files = await openFilesOf(pid)
    if (!files.some((file) => wanted.has(file))) continue
    return described(pid, files.length)
  }
  return undefined
}

async function openFilesOf(pid: string): Promise<readonly string[]> {
  const names = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const links = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')))
  return links.filter((link) => link !== '')
}

/** As /proc names the states of a process. */
const states: Readonly<Record<string, HostSeen['process']>> = {
  T: 'stopped',
  t: 'stopped',
  D: 'waiting-for-disk',
  Z: 'gone',
}

async function described(pid: string, openFiles: number): Promise<ProcessSeen | undefined> {
  const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
  // Its short name is that of its main thread, which programs change: Node's is `MainThread`.
  const exe = readlink(`/proc/${pid}/exe`).catch(() => '')
  const [stat, limits, schedule, program] = await Promise.all([read('stat'), read('limits'), read('schedstat'), exe])
  if (stat === '') return undefined // It ended meanwhile.
  const { state, cpuMs } = statOf(stat)
  const fileLimit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1])
  return {
    pid,
    name: program.slice(program.lastIndexOf('/') + 1),
    process: states[state] ?? 'running',
    cpuMs,
    ...(schedule === '' ? {} : { readyMs: readyMsIn(schedule) }),
    openFiles,
    ...(Number.isNaN(fileLimit) ? {} : { fileLimit }),
  }
}
