import { existsSync, readFileSync } from 'node:fs'
import { mkdir, readdir, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Program } from './program.ts'

interface Groups {
  readonly root: string
  readonly limitFile: string
}

/** Where this machine has its groups of processes with a limit of memory, in either of the two forms that Linux has had. */
export const memoryGroups: Groups | undefined = find()

function find(): Groups | undefined {
  const first = '/sys/fs/cgroup/memory'
  if (existsSync(join(first, 'memory.limit_in_bytes'))) return { root: first, limitFile: 'memory.limit_in_bytes' }
  const second = '/sys/fs/cgroup'
  const handedDown = join(second, 'cgroup.subtree_control')
  const has = existsSync(handedDown) && readFileSync(handedDown, 'utf8').split(/\s/).includes('memory')
  return has ? { root: second, limitFile: 'memory.max' } : undefined
}

/** Above what a server of the lab needs for itself. */
const limitBytes = 160_000_000

/** Has a server outgrow a limit, and resolves when the kernel has killed it. */
export async function outgrow(server: Program, groupName: string): Promise<void> {
  if (memoryGroups === undefined) throw new Error('this machine lets nobody limit the memory of a process')
  const group = join(memoryGroups.root, groupName)
  await mkdir(group)
  await writeFile(join(group, memoryGroups.limitFile), String(limitBytes))
  await writeFile(join(group, 'cgroup.procs'), String(server.pid))
  server.signal('SIGUSR2')
  await server.ended
  await rmdir(group)
}

/** Removes groups by their names; what ran in them is gone with its namespace. */
export async function removeGroups(isMeant: (name: string) => boolean): Promise<void> {
  if (memoryGroups === undefined) return
  const { root } = memoryGroups
  for (const name of (await readdir(root)).filter(isMeant)) await rmdir(join(root, name))
}
