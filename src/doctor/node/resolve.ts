import { Resolver } from 'node:dns/promises'
import type { NameSeen } from '#protocol/case.ts'
import type { Clock } from '#shared/clock.ts'
import { authoritiesOf, type AuthorityOptions } from './authority.ts'

export interface ResolveMeans {
  readonly clock: Clock
  /** Name servers to ask, as addresses with or without a port; `system` stands for those of this machine. */
  readonly servers: readonly string[]
  /** Where the name servers of zones listen: 53, but in a test. */
  readonly authorityPort?: number
}

/** A name server that is there answers in milliseconds. */
const patience = { timeout: 2000, tries: 1 }

/**
 * What each name server says of a name. The system's own lookup is not asked: it gives different failures the same code, and
 * has a cache and a file of its own.
 */
export async function resolve(
  name: string,
  { clock, servers, authorityPort = 53 }: ResolveMeans,
): Promise<readonly NameSeen[]> {
  const own = new Resolver(patience).getServers()
  const all = servers.flatMap((server) => (server === 'system' ? own : [server]))
  const [first] = all
  const asked = Promise.all([...new Set(all)].map((server) => saidBy(server, name, clock)))
  const ownWords = first === undefined ? [] : authorityOf(name, { server: first, port: authorityPort, clock })
  const said = await asked
  // What is worth knowing besides is not worth waiting for: an outage is told in a second.
  const authority = await Promise.race([ownWords, clock.sleep(authorityWithinMs).then((): readonly NameSeen[] => [])])
  const known = new Set(said.map(({ from }) => from))
  return [...said, ...authority.filter(({ from }) => !known.has(from))]
}

const authorityWithinMs = 700

/** What the name servers of the zone say themselves: what others say may be an old answer that they keep. */
async function authorityOf(
  name: string,
  { clock, ...options }: AuthorityOptions & Pick<ResolveMeans, 'clock'>,
): Promise<readonly NameSeen[]> {
  const servers = await authoritiesOf(name, options)
  const said = await Promise.all(
    servers.map(async (one) => ({ ...(await saidBy(one.at, name, clock)), from: `${one.name} (${one.at})` })),
  )
  // That one does not answer from here may be this network's doing: port 53 is often closed.
  return said
    .filter(({ code }) => code === undefined || code === 'ENOTFOUND')
    .map((one) => ({ ...one, isAuthority: true }))
}

async function saidBy(server: string, name: string, clock: Clock): Promise<NameSeen> {
  const resolver = new Resolver(patience)
  resolver.setServers([server])
  const from = clock.now()
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const seen = { from: server, tookMs: clock.now() - from }
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length > 0) return { ...seen, addresses }
  // A CNAME in a circle is a success without an address.
  return {
    ...seen,
    code: answers.some(({ status }) => status === 'fulfilled') ? emptyCode(answers) : tellingCode(answers),
  }
}

type Answers = readonly PromiseSettledResult<readonly string[]>[]

/** "There is no such record" is what a family that is not in use looks like; any other failure says more. */
function tellingCode(answers: Answers): string {
  const codes = answers.flatMap((answer) => (answer.status === 'rejected' ? [codeOf(answer.reason)] : []))
  return codes.find((code) => code !== 'ENODATA') ?? codes[0] ?? 'UNKNOWN'
}

function emptyCode(answers: Answers): string {
  const first = answers[0]
  return first?.status === 'fulfilled' ? 'NAME_LOOP' : tellingCode(answers)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
}
