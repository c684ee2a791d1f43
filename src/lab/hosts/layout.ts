import { existsSync } from 'node:fs'
import { addresses, helperAddresses, hostNames, type HostName } from './addresses.ts'

/** What is said to `ip` to build a site: lines of its batches, by the namespace in which they are said. */
export interface Layout {
  readonly namespaces: readonly string[]
  readonly links: readonly [string, readonly string[]]
  readonly hosts: readonly (readonly [string, readonly string[]])[]
  readonly knobs: readonly (readonly [HostName, string, number])[]
}

/** Whether this machine knows IPv6. */
const hasV6: boolean = existsSync('/proc/sys/net/ipv6')

/** What is lacking for faults of IPv6; undefined when nothing is. */
export function whyNoV6(): string | undefined {
  return hasV6 ? undefined : 'This machine knows no IPv6.'
}

/** Each but the router has a link to it; origin and other are neighbours behind a bridge of it. */
export function layout(nameOf: (host: HostName) => string): Layout {
  const v6 = (...lines: readonly string[]): readonly string[] => (hasV6 ? lines : [])
  return {
    namespaces: hostNames.map((host) => `netns add ${nameOf(host)}`),
    links: [nameOf('router'), [...wires(nameOf), ...routerLines(v6)]],
    hosts: [
      [nameOf('edge'), [...hostLines('e0', `${addresses.edge}/24`, addresses.names), ...helperLines('edge')]],
      [nameOf('vantage'), [...hostLines('v0', `${addresses.vantage}/24`, '203.0.113.1'), ...helperLines('vantage')]],
      [nameOf('origin'), [...hostLines('o0', `${addresses.origin}/24`, '198.51.100.1'), ...helperLines('origin')]],
      [nameOf('other'), hostLines('x0', `${addresses.other}/24`, '198.51.100.1')],
      [nameOf('visitor'), hostLines('u0', `${addresses.visitor}/24`, addresses.provider)],
      [nameOf('edge'), v6(...hostLinesV6('e0', '2001:db8:1::2/64', '2001:db8:1::1'))],
      [nameOf('vantage'), v6(...hostLinesV6('v0', '2001:db8:3::2/64', '2001:db8:3::1'))],
      [nameOf('origin'), v6(...hostLinesV6('o0', `${addresses.originV6}/64`, '2001:db8:2::1'))],
    ],
    knobs,
  }
}

const wireNames = [
  ['re', 'e0', 'edge'],
  ['rv', 'v0', 'vantage'],
  ['ro', 'o0', 'origin'],
  ['rx', 'x0', 'other'],
  ['ru', 'u0', 'visitor'],
  ['me', 'm0', 'edge'],
  ['mv', 'm0', 'vantage'],
  ['mo', 'm0', 'origin'],
] as const

function wires(nameOf: (host: HostName) => string): readonly string[] {
  return wireNames.map(([here, there, host]) => `link add ${here} type veth peer name ${there} netns ${nameOf(host)}`)
}

function routerLines(v6: (...lines: readonly string[]) => readonly string[]): readonly string[] {
  return [
    'link set lo up',
    'link add br0 type bridge',
    'link add mg0 type bridge',
    ...['ro', 'rx'].map((port) => `link set ${port} master br0`),
    ...['me', 'mv', 'mo'].map((port) => `link set ${port} master mg0`),
    `addr add ${addresses.names}/24 dev re`,
    'addr add 203.0.113.1/24 dev rv',
    `addr add ${addresses.provider}/24 dev ru`,
    'addr add 198.51.100.1/24 dev br0',
    ...v6(
      'addr add 2001:db8:1::1/64 dev re nodad',
      'addr add 2001:db8:3::1/64 dev rv nodad',
      'addr add 2001:db8:2::1/64 dev br0 nodad',
    ),
    ...[...wireNames.map(([here]) => here), 'br0', 'mg0'].map((link) => `link set ${link} up`),
  ]
}

function hostLines(link: string, address: string, router: string): readonly string[] {
  return ['link set lo up', `addr add ${address} dev ${link}`, `link set ${link} up`, `route add default via ${router}`]
}

function hostLinesV6(link: string, address: string, router: string): readonly string[] {
  return [`addr add ${address} dev ${link} nodad`, `route add ::/0 via ${router}`]
}

function helperLines(host: keyof typeof helperAddresses): readonly string[] {
  return [`addr add ${helperAddresses[host]}/24 dev m0`, 'link set m0 up']
}

const knobs: Layout['knobs'] = [
  ['router', 'net/ipv4/ip_forward', 1],
  ['router', 'net/ipv6/conf/all/forwarding', 1],
  // With the linear time-outs of kernels from 6.5 on, this is the clock of a CDN: silence after 19.5 s.
  ['edge', 'net/ipv4/tcp_syn_retries', 3],
  // Answers by ICMP are rationed otherwise, and what is refused would now and then look like silence.
  ['origin', 'net/ipv4/icmp_ratelimit', 0],
  ['router', 'net/ipv4/icmp_ratelimit', 0],
  ['other', 'net/ipv4/icmp_ratelimit', 0],
  // Routers remember for hours where a machine was; a host forgets within a minute that its neighbour is off.
  ['router', 'net/ipv4/neigh/br0/base_reachable_time_ms', 600_000],
]
