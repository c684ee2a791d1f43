import { Resolver } from 'node:dns/promises'

export interface AuthorityOptions {
  /** Whom to ask who speaks for the zone. */
  readonly server: string
  /** Where name servers listen: 53, but in a test. */
  readonly port: number
}

const patience = { timeout: 1000, tries: 1 }
const mostLabels = 5
const mostServers = 2

export interface Authority {
  readonly name: string
  /** As a resolver takes it: address and port. */
  readonly at: string
}

/** The name servers that speak for the zone of a name themselves, found by going up from it until somebody is named. */
export async function authoritiesOf(name: string, { server, port }: AuthorityOptions): Promise<readonly Authority[]> {
  const resolver = new Resolver(patience)
  resolver.setServers([server])
  const names = await zoneServers(resolver, name)
  const found = await Promise.all(names.slice(0, mostServers).map(async (one) => located(resolver, one, port)))
  return found.flat()
}

async function zoneServers(resolver: Resolver, name: string): Promise<readonly string[]> {
  const labels = name.split('.')
  // Whoever speaks for a single label speaks for a whole country, and knows nothing of this name.
  const zones = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
  for (const zone of zones.slice(0, mostLabels)) {
    const answer = await resolver.resolveNs(zone).catch((error: unknown) => codeOf(error))
    if (Array.isArray(answer)) {
      if (answer.length > 0) return answer.toSorted()
    } else if (answer !== 'ENODATA' && answer !== 'ENOTFOUND') return []
  }
  return []
}

async function located(resolver: Resolver, name: string, port: number): Promise<readonly Authority[]> {
  const addresses = await resolver.resolve4(name).catch((): readonly string[] => [])
  const [address] = addresses
  return address === undefined ? [] : [{ name, at: `${address}:${port}` }]
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
}
