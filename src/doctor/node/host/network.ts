import { readdir, readFile, readlink } from 'node:fs/promises'
import type { HostSeen } from '#protocol/case.ts'
import { socketsIn } from '../../host/proc.ts'

type NetworkSeen = Pick<HostSeen, 'network' | 'isServersNetwork'>

/** Containers on one machine; a search through more would take longer than what it tells is worth. */
const mostNetworks = 200

/** Which network this collector sees, and whether it is the one in which the server listens: its counters are of no other. */
export async function networkPlace(port: number, isListenedTo: boolean): Promise<NetworkSeen> {
  const [own, first] = await Promise.all([networkOf('self'), networkOf('1')])
  const place = own === undefined || first === undefined ? undefined : own === first ? 'machine' : 'container'
  const isServers = isListenedTo ? true : (await listensElsewhere(port, own)) ? false : undefined
  return {
    ...(place === undefined ? {} : { network: place }),
    ...(isServers === undefined ? {} : { isServersNetwork: isServers }),
  }
}

/** Whether somebody listens at the port in another network of this machine. */
async function listensElsewhere(port: number, own: string | undefined): Promise<boolean> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const looked = new Set([own])
  for (const pid of pids) {
    const network = await networkOf(pid)
    if (network === undefined || looked.has(network) || looked.size > mostNetworks) continue
    looked.add(network)
    const texts = await Promise.all(
      ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
    )
    if (texts.flatMap(socketsIn).some((one) => one.state === '0A' && one.port === port)) return true
  }
  return false
}

function networkOf(pid: string): Promise<string | undefined> {
  return readlink(`/proc/${pid}/ns/net`).catch(() => undefined)
}
