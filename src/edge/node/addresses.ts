import { lookup, Resolver } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { codeOf } from './error-code.ts'

/** A name leads to addresses, and no machine can have any of them. */
export class UnusableAddress extends Error {}

/** The addresses of a host, in the order in which they are to be tried; an error of `node:dns` where there are none. */
export async function addressesOf(host: string, resolver: string | null): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host]
  const found = resolver === null ? await fromSystem(host) : await fromServer(host, resolver)
  const usable = found.filter((ip) => !nobody.check(ip, isIP(ip) === 6 ? 'ipv6' : 'ipv4'))
  if (usable.length > 0) return usable
  throw new UnusableAddress(`${host} resolves to ${found.join(', ')}`)
}

async function fromSystem(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true, order: 'verbatim' })
  return found.map(({ address }) => address)
}

// A name server that is there answers in milliseconds; one that is not must not hold a visitor for half a minute.
const patience = { timeout: 1500, tries: 2 }

async function fromServer(host: string, server: string): Promise<readonly string[]> {
  const resolver = new Resolver(patience)
  resolver.setServers([server])
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const found = [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (found.length > 0) return found
  throw tellingOf([v4, v6])
}

/** "There is no such record" is what a family that is not in use looks like; any other failure says more. */
function tellingOf(answers: readonly PromiseSettledResult<readonly string[]>[]): unknown {
  const failures: unknown[] = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
  return failures.find((error) => codeOf(error) !== 'ENODATA') ?? failures[0]
}

/** "This network", multicast, reserved, and the addresses that discard: no machine answers there. */
const nobody = new BlockList()
nobody.addSubnet('0.0.0.0', 8, 'ipv4')
nobody.addSubnet('224.0.0.0', 3, 'ipv4')
nobody.addAddress('::', 'ipv6')
nobody.addSubnet('ff00::', 8, 'ipv6')
nobody.addSubnet('100::', 64, 'ipv6')
