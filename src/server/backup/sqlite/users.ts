import { readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { openToRead } from '#sqlite/open-to-read.ts'
import { isProcessRunning } from '../../jobs/process-identity.ts'

/** Who works with this database right now, in words; undefined when nobody does as far as can be seen. */
export function userOf(file: string, now: number): string | undefined {
  return processWith(file) ?? leaseholderOf(file, now)
}

/** The process that has the file open, where proc(5) says so. Those of other users show only to root. */
function processWith(file: string): string | undefined {
  const path = realpathSync(file)
  const pid = processes().find((one) => one !== String(process.pid) && filesOf(one).includes(path))
  return pid === undefined ? undefined : `process ${pid} has ${file} open`
}

function processes(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return [] // no such system
  }
}

function filesOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => linkOf(`/proc/${pid}/fd/${fd}`))
  } catch {
    return [] // it has ended, or is somebody else's
  }
}

function linkOf(path: string): readonly string[] {
  try {
    return [readlinkSync(path)]
  } catch {
    return [] // closed meanwhile
  }
}

/** The server whose lease has not run out. One on this machine that has ended holds none. */
function leaseholderOf(file: string, now: number): string | undefined {
  const lease = leasesOf(file).find(({ until, process }) => until > now && isProcessRunning(process) !== false)
  return lease && `a server works with it (${lease.process})`
}

function leasesOf(file: string): readonly { readonly process: string; readonly until: number }[] {
  const sqlite = openToRead(file)
  try {
    const rows = sqlite.prepare('select process, lease_until from owners').all()
    return rows.map((row) => ({ process: String(row['process']), until: Number(row['lease_until']) }))
  } catch {
    return [] // what is damaged is only read, and nobody renews a lease in it
  } finally {
    sqlite.close()
  }
}
