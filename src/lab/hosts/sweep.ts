import { readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { call } from './call.ts'
import { isOwned, markedName, markIn, ownMark } from './mark.ts'
import { removeGroups } from './memory-group.ts'

/** Takes away what labs that were killed have left. */
export async function sweep(): Promise<void> {
  await clearAway((name) => {
    const mark = markIn(name)
    return mark !== undefined && !isOwned(mark)
  })
}

/** Takes away what this process has made, wherever it was. */
export async function clearOwn(): Promise<void> {
  const own = markedName(ownMark(), '')
  await clearAway((name) => name.startsWith(own))
}

/** Namespaces with what runs in them, groups of processes, and folders, by their names. */
export async function clearAway(isMeant: (name: string) => boolean): Promise<void> {
  for (const name of (await namespaces()).filter(isMeant)) await removeNamespace(name)
  await removeGroups(isMeant)
  const folders = (await readdir(tmpdir())).filter(isMeant)
  for (const folder of folders) await rm(join(tmpdir(), folder), { recursive: true, force: true })
}

/** Ends whatever runs in a namespace, and removes it with its links, routes and rules. */
export async function removeNamespace(name: string): Promise<void> {
  try {
    const pids = (await call('ip', ['netns', 'pids', name])).split('\n').filter((line) => line !== '')
    for (const pid of pids) kill(Number(pid))
    await call('ip', ['netns', 'delete', name])
  } catch (error) {
    // Who ends a run early takes away what is also taken away at its end: then it is gone.
    if ((await namespaces()).includes(name)) throw error
  }
}

/** The names of all namespaces of this machine. */
async function namespaces(): Promise<readonly string[]> {
  const listed = await call('ip', ['netns', 'list'])
  return listed.split('\n').flatMap((line) => /^\S+/.exec(line)?.[0] ?? [])
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    const hasEnded = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!hasEnded) throw error
  }
}
