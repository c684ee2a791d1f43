import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HostSeen } from '#protocol/case.ts'
import { groupFiles, limitIn, pressureIn, throttledMsIn } from '../../host/group.ts'

type ResourcesSeen = Pick<HostSeen, 'pressure' | 'group'>

const groupsAt = '/sys/fs/cgroup'

/** What the machine and the group of the server's process are short of; what a kernel does not tell is left out. */
export async function resourcesSeen(pid: string | undefined): Promise<ResourcesSeen> {
  const [cpu, memory, io] = await Promise.all(
    ['cpu', 'memory', 'io'].map(async (name) => pressureIn(await fileOf(`/proc/pressure/${name}`))),
  )
  const group = pid === undefined ? undefined : await groupSeen(pid)
  return {
    ...(cpu === undefined && memory === undefined && io === undefined ? {} : { pressure: { cpu, memory, io } }),
    ...(group === undefined ? {} : { group }),
  }
}

async function groupSeen(pid: string): Promise<HostSeen['group']> {
  const files = groupFiles((await fileOf(`/proc/${pid}/cgroup`)) ?? '')
  const first = files.version === 'v1'
  const memory = (name: string): Promise<string | undefined> => groupFile(files.memory, name, first ? 'memory' : '')
  const cpu = groupFile(files.cpu, 'cpu.stat', first ? 'cpu' : '')
  const [limit, used, stat] = await Promise.all([
    memory(first ? 'memory.limit_in_bytes' : 'memory.max'),
    memory(first ? 'memory.usage_in_bytes' : 'memory.current'),
    cpu,
  ])
  const [limitBytes, throttledMs] = [limitIn(limit), throttledMsIn(stat)]
  const usedBytes = used === undefined ? undefined : Number(used)
  return {
    version: files.version,
    ...(limitBytes === undefined ? {} : { limitBytes }),
    ...(usedBytes === undefined || Number.isNaN(usedBytes) ? {} : { usedBytes }),
    ...(throttledMs === undefined ? {} : { throttledMs }),
  }
}

/** Inside a container the path is that of the machine outside, and what is mounted is the group itself. */
async function groupFile(path: string, name: string, controller: string): Promise<string | undefined> {
  return (await fileOf(join(groupsAt, path, name))) ?? fileOf(join(groupsAt, controller, name))
}

function fileOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
