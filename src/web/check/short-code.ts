import { sides } from '#protocol/fault.ts'
import { hopResults, type HopTest, type VisitorHop, type VisitorRun } from '#protocol/visitor-tests.ts'
import { ok, fail, type Outcome } from '#shared/outcome.ts'
import { hopNames, resultWords } from './hop-words.ts'

/** Without i, l, o and u, which people take for others (Crockford's base 32). */
export const codeLetters = '0123456789abcdefghjkmnpqrstvwxyz'

const coded = ['edge', 'server', 'model', 'status', 'status-host', 'elsewhere'] as const satisfies readonly VisitorHop[]
const resultBits = 4
const sideBits = 3
const networkBits = 16
const checkBits = 5
const lengthLetters = 10
const notAsked = 15

/**
 * A look at the way in ten letters, for when nothing carries it to the other screen but a person: how each hop answered, whose side
 * the server's answer named, and the mark of the network.
 */
export function shortCodeOf(run: VisitorRun): string {
  const of = (hop: VisitorHop): HopTest | undefined => run.hops.find((test) => test.hop === hop)
  const results = coded.map((hop) => bits(resultNumber(of(hop)), resultBits))
  const side = of('server')?.side
  const named = bits(side === undefined || side === null ? 7 : sides.indexOf(side), sideBits)
  const network = `${run.network === null ? '0' : '1'}${bits(run.network ?? 0, networkBits)}`
  const device = of('device')?.result === 'ok' ? '1' : '0'
  const told = `${results.join('')}${named}${network}${device}`
  return lettersOf(told + bits(checkOf(told), checkBits))
}

/** What such letters say, whatever way they were typed; a slip is found out. */
export function readShortCode(typed: string, at: number): Outcome<VisitorRun, string> {
  const letters = typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1')
  if (letters.length !== lengthLetters || [...letters].some((letter) => !codeLetters.includes(letter))) {
    return fail('The code has ten letters and digits. Look at the other screen again.')
  }
  const all = [...letters].map((letter) => bits(codeLetters.indexOf(letter), 5)).join('')
  const told = all.slice(0, -checkBits)
  if (Number.parseInt(all.slice(-checkBits), 2) !== checkOf(told))
    return fail('One of the letters is not right: compare them with the other screen.')
  return ok(runOf(told, at))
}

function runOf(told: string, at: number): VisitorRun {
  const take = taker(told)
  const results = coded.map((hop) => ({ hop, number: take(resultBits) }))
  const side = sides[take(sideBits)] ?? null
  const hasNetwork = take(1) === 1
  const network = take(networkBits)
  const isOnline = take(1) === 1
  const hops = results.flatMap(({ hop, number }) => {
    const result = hopResults[number]
    return result === undefined ? [] : [toldTest(hop, { result, side: hop === 'server' ? side : null, at })]
  })
  const device = toldTest('device', { result: isOnline ? 'ok' : 'refused', side: null, at })
  return { at, hops: [device, ...hops], network: hasNetwork ? network : null }
}

function toldTest(hop: VisitorHop, seen: Pick<HopTest, 'result' | 'side' | 'at'>): HopTest {
  const says = `${hopNames[hop]}, seen from the other device: ${resultWords[seen.result]}.`
  return { hop, tookMs: 0, isUnsteady: false, status: null, fault: null, retryAfterMs: null, says, ...seen }
}

function resultNumber(test: HopTest | undefined): number {
  return test === undefined ? notAsked : hopResults.indexOf(test.result)
}

function taker(told: string): (count: number) => number {
  let place = 0
  return (count) => Number.parseInt(told.slice(place, (place += count)), 2)
}

function bits(number: number, count: number): string {
  return number.toString(2).padStart(count, '0')
}

function lettersOf(all: string): string {
  return (all.match(/.{5}/g) ?? []).map((five) => codeLetters[Number.parseInt(five, 2)] ?? '').join('')
}

/** Every single slip, and most exchanges of neighbours, give another sum. */
function checkOf(told: string): number {
  const fives = told.match(/.{1,5}/g) ?? []
  return fives.reduce((sum, five, index) => (sum * 3 + Number.parseInt(five, 2) + index) % 31, 0)
}
