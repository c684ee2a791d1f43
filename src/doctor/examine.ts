import type { Attempt, Case, HostSeen, NameSeen, PlaceSeen } from '#protocol/case.ts'
import { addressOf, askedOf, isLiteral, portOf } from './asked.ts'
import { attemptAgain, hasFailed, lastsLonger, type Repeated } from './checks/again.ts'
import type { Check, CheckInput } from './checks/check.ts'
import { addressesIn, namesFailure } from './checks/names.ts'
import { otherFamily } from './checks/other-family.ts'
import { isWebPort, otherPort } from './checks/other-port.ts'
import { followed } from './checks/redirects.ts'
import { reused } from './checks/reused.ts'
import { speaks } from './checks/speaks.ts'
import { unasked } from './checks/unasked.ts'
import { throughEdge } from './checks/through-edge.ts'
import { codeOf, resultsOf } from './judge/attempt-result.ts'
import { attemptSays } from './judge/attempt-says.ts'
import { standardPatience, type Asked, type Patience, type Senses } from './looking.ts'

/** Somebody who watches on the origin. */
export interface HostWatch {
  /** Whether it counts what happens meanwhile: then nothing is asked besides until it has ended. */
  readonly isCounting: boolean
  /** Ends it, and says what was seen. */
  readonly end: () => Promise<HostSeen>
}

export interface ExamineOptions {
  readonly url: URL
  /** Where the origin really is, if whoever asks knows. */
  readonly origin?: { readonly address: string; readonly port?: number }
  readonly patience?: Patience
  /** A second place that makes the same attempt at the same time. */
  readonly vantage?: (asked: Asked) => Promise<PlaceSeen | undefined>
  /** Begins to watch on the origin, at this port. */
  readonly host?: (port: number) => Promise<HostWatch>
  /** The same for the firewall of this place. */
  readonly ownRule?: () => Promise<() => Promise<PlaceSeen['ownRule']>>
  readonly onProgress?: (says: string) => void
}

/** Looks at a site from here, and gathers what was seen. It asks at most twelve times, and changes nothing. */
export async function examine(senses: Senses, options: ExamineOptions): Promise<Case> {
  const { url, origin, patience = standardPatience, onProgress = () => undefined } = options
  // While name servers are asked: whoever is refused is told so within a second.
  const watching = options.host?.(portOf(url, origin?.port))
  const target = { url: url.href, ...(origin === undefined ? {} : { addresses: [origin.address] }) }
  const names = await namesOf(url, { senses, onProgress })
  const addresses = isLiteral(url) ? [addressOf(url)] : addressesIn(names)
  const base: Case = { target, ...(names.length === 0 ? {} : { names: [...names] }) }
  const [first] = addresses
  const askedFirst = origin?.address ?? first
  if (askedFirst === undefined) return { ...base, edge: namesFailure(names) ?? { phase: 'dns', code: 'ENODATA' } }
  const unusable = origin === undefined && !isLiteral(url) ? namesFailure(names) : undefined
  if (unusable !== undefined) return { ...base, edge: unusable }

  const asked = askedOf(url, askedFirst, origin?.port)
  onProgress(`asking ${asked.address} port ${asked.port}`)
  const { repeated, vantage, host, ahead } = await together(senses, asked, { ...options, patience, watching })
  const direct = await withRedirects(repeated, asked, { senses, patience })
  const seen: Case = {
    ...base,
    edge: direct,
    ...(vantage === undefined ? {} : { vantage }),
    ...(host === undefined ? {} : { host }),
  }
  onProgress(attemptSays(direct))
  const more = await besides({ senses, asked, patience, seen }, { ahead, onProgress })
  const complete = { ...more, ...(await otherFamily(addresses, more, { senses, asked, patience })) }
  return origin === undefined
    ? complete
    : throughEdge(complete, { senses, url, addresses, origin: asked, patience, onProgress })
}

async function namesOf(
  url: URL,
  { senses, onProgress }: { senses: Senses; onProgress: (says: string) => void },
): Promise<readonly NameSeen[]> {
  if (isLiteral(url)) return []
  onProgress(`asking name servers for ${url.hostname}`)
  return senses.resolve(url.hostname)
}

interface Together {
  readonly repeated: Repeated
  readonly vantage: PlaceSeen | undefined
  readonly host: HostSeen | undefined
  /** What was asked besides while an attempt that is silent only waited. */
  readonly ahead: Ahead
}

type Ahead = ReadonlyMap<Check, Partial<Case>>

/**
 * Linux sends the last packet of a connection that nobody answers 15 s after the first. What comes after that is only the last
 * one of the second attempt, which tells nothing new.
 */
const lastPacketMs = 15_300
/** Where nobody counts, what is asked besides is over before the attempts are. */
const uncountedMs = 13_700

/** Everybody looks at the same instant: refused here and let in there is worth more than any of both. */
async function together(
  senses: Senses,
  asked: Asked,
  options: ExamineOptions & { readonly patience: Patience; readonly watching: Promise<HostWatch> | undefined },
): Promise<Together> {
  const [watch, endRule] = await Promise.all([options.watching, options.ownRule?.()])
  const isCounting = watch?.isCounting === true
  const attempts = Promise.all([attemptAgain(senses, asked, options.patience), options.vantage?.(asked)])
  const isSilent = await lastsLonger(attempts, isCounting ? lastPacketMs : uncountedMs, senses.clock)
  const watched = Promise.all([watch?.end(), endRule?.()])
  if (isCounting) await watched
  const input = { senses, asked, patience: options.patience }
  const asking = isSilent && isWebPort(asked) ? otherPort.run({ ...input, seen: {} }) : undefined
  const [[host, ownRule], found] = await Promise.all([watched, asking])
  const ahead: Ahead = new Map(found === undefined ? [] : [[otherPort, found]])
  const [repeated, vantage] = await attempts
  const seen = ownRule === undefined ? repeated.seen : { ...repeated.seen, ownRule }
  return { repeated: { ...repeated, seen }, vantage, host, ahead }
}

async function withRedirects(
  repeated: Repeated,
  asked: Asked,
  means: { senses: Senses; patience: Patience },
): Promise<PlaceSeen> {
  const { seen, location, isByCdn } = repeated
  if (location === undefined || hasFailed(seen)) return seen
  const circle = await followed({ attempt: seen, location, isByCdn }, asked, means)
  return circle === undefined
    ? seen
    : { ...seen, ...circle, again: seen.again?.map((one) => ({ ...one, ...failureOf(circle) })) }
}

function failureOf({ phase, code, message }: Attempt): Attempt {
  return { phase, code, message }
}

const checks: readonly Check[] = [otherPort, speaks, unasked, reused]

interface Besides {
  readonly ahead: Ahead
  readonly onProgress: (says: string) => void
}

async function besides(input: CheckInput, { ahead, onProgress }: Besides): Promise<Case> {
  let { seen } = input
  for (const check of checks) {
    if (!check.applies({ ...input, seen })) continue
    const known = ahead.get(check)
    if (known === undefined) onProgress(check.says)
    seen = { ...seen, ...(known ?? (await check.run({ ...input, seen }))) }
  }
  return seen
}

/** One attempt in a few words, for whoever waits for it to answer. */
export async function attemptOnce(
  senses: Senses,
  { url, origin, patience = standardPatience }: ExamineOptions,
): Promise<{ readonly says: string; readonly isOk: boolean }> {
  const names = isLiteral(url) || origin !== undefined ? [] : await senses.resolve(url.hostname)
  const address = origin?.address ?? (isLiteral(url) ? addressOf(url) : addressesIn(names)[0])
  if (address === undefined) return { says: namesFailure(names)?.code ?? 'no address', isOk: false }
  const { attempt } = await senses.attempt(askedOf(url, address, origin?.port), patience)
  const results = resultsOf(attempt)
  const [first] = results
  const number = first === undefined ? undefined : codeOf(first)
  const code = attempt.status ?? number
  const says = [code, attempt.code].filter((part) => part !== undefined).join(' ')
  return { says, isOk: results.includes('ok') }
}
