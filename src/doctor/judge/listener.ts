import type { Case, HostSeen } from '#protocol/case.ts'
import { isLoopbackListener } from '../host/loopback.ts'
import type { Observation } from './observe.ts'

type Listener = NonNullable<HostSeen['listeners']>[number]

/** Who listens where the failing place asked, and how long the line before it is. */
export function listenerOf({ listeners }: HostSeen, given: Case): readonly Omit<Observation, 'doubt'>[] {
  if (listeners === undefined) return []
  const port = given.edge?.port ?? given.vantage?.port ?? given.target?.port ?? portOfUrl(given)
  if (port === undefined) return []
  const there = listeners.filter((one) => one.port === port)
  const value = valueOf(there, { listeners, isV6: isV6(given) })
  const says =
    there.length > 0 ? `At port ${port} listens ${there.map(listenerSays).join(', ')}.` : elsewhereSays(port, listeners)
  const listener = { feature: 'listener', values: [value], evidence: 'host.listeners', says } as const
  return [listener, ...queueOf(there)]
}

function portOfUrl({ target }: Case): number | undefined {
  const url = target?.url
  if (url === undefined || !URL.canParse(url)) return undefined
  const { port, protocol } = new URL(url)
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
}

function isV6({ edge, vantage }: Case): boolean {
  return (edge?.address ?? vantage?.address)?.includes(':') === true
}

interface Where {
  readonly listeners: readonly Listener[]
  readonly isV6: boolean
}

function valueOf(there: readonly Listener[], { listeners, isV6: wantsV6 }: Where): string {
  if (there.length === 0) return listeners.some(({ port }) => webPorts.has(port)) ? 'other-port' : 'none'
  const outward = there.filter(({ address }) => !isLoopbackListener(address))
  if (outward.length === 0) return 'loopback'
  // What listens at `::` takes in IPv4, too, where the system is as it comes.
  const fits = outward.some(({ address }) => address === '*' || address === '::' || address.includes(':') === wantsV6)
  return fits ? 'reachable' : 'other-family'
}

const webPorts: ReadonlySet<number> = new Set([80, 443, 3000, 5000, 8000, 8080, 8443, 8888])

function queueOf(there: readonly Listener[]): readonly Omit<Observation, 'doubt'>[] {
  const known = there.filter(({ waiting }) => waiting !== undefined)
  if (known.length === 0) return []
  const isOver = known.some(({ waiting = 0, limit }) => limit !== undefined && waiting > limit)
  const most = Math.max(...known.map(({ waiting = 0 }) => waiting))
  const value = isOver ? 'over' : most > 0 ? 'waiting' : 'empty'
  const says = `${most} connections wait to be taken in${isOver ? ', more than the line holds' : ''}.`
  return [{ feature: 'acceptQueue', values: [value], evidence: 'host.listeners', says }]
}

function listenerSays({ address, process }: Listener): string {
  return `${process ?? 'something'} for ${address}`
}

function elsewhereSays(port: number, listeners: readonly Listener[]): string {
  const web = [...new Set(listeners.map((one) => one.port))].filter((one) => webPorts.has(one))
  return web.length === 0
    ? `Nothing listens at port ${port}.`
    : `Nothing listens at port ${port}; at ${web.join(', ')} something does.`
}
