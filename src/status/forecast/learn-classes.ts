import type { OutageClass } from './classes.ts'
import { hazard, logUpperTail } from './normal.ts'
import { isFinished, type PastOutage } from './past-outage.ts'

const rounds = 40
// How many outages the prior counts for: in how common a class is, in how long it lasts, and in how much that varies.
const weightStrength = 6
const meanStrength = 4
const spreadStrength = 6
const smallestSpread = 0.25

/** The classes as this site's own outages show them: maximum a posteriori by expectation and maximization. */
export function learnClasses(prior: readonly OutageClass[], outages: readonly PastOutage[]): readonly OutageClass[] {
  if (outages.length === 0) return prior
  const seen = outages.map(asSeen)
  let classes = prior
  for (let round = 0; round < rounds; round++) {
    const shares = shareOut(classes, seen)
    classes = prior.map((before, k) => updated(before, shares[k], seen.length))
  }
  return classes
}

/** The weights that these outages alone would give the classes, with as much caution as in learning. */
export function weightsAmong(classes: readonly OutageClass[], outages: readonly PastOutage[]): readonly number[] {
  return shareOut(classes, outages.map(asSeen)).map(({ of, count }) => weightOf(of, count, outages.length))
}

interface Seen {
  /** ln(minutes). Of an outage that was not over: the least that it can have been. */
  readonly x: number
  readonly isOver: boolean
}

function asSeen(outage: PastOutage): Seen {
  return { x: Math.log(outage.durationMin), isOver: isFinished(outage) }
}

/** What a class has got of the outages: how many, and the sums of their x and x². */
interface Share {
  readonly of: OutageClass
  /** ln of its density at the middle, but for √2π. */
  readonly height: number
  count: number
  x: number
  xx: number
  /** Of the outage in hand. */
  part: number
}

/** Shares out each outage among the classes. Nothing is made anew for each: a forecast spends its time here. */
function shareOut(classes: readonly OutageClass[], seen: readonly Seen[]): readonly Share[] {
  const shares = classes.map((of) => ({ of, height: Math.log(of.weight / of.spread), count: 0, x: 0, xx: 0, part: 0 }))
  for (const outage of seen) {
    let most = Number.NEGATIVE_INFINITY
    for (const share of shares) most = Math.max(most, (share.part = logLikelihood(share, outage)))
    let sum = 0
    for (const share of shares) sum += share.part = Math.exp(share.part - most)
    for (const share of shares) take(share, share.part / sum, outage)
  }
  return shares
}

function logLikelihood({ of: { weight, mean, spread }, height }: Share, { x, isOver }: Seen): number {
  const z = (x - mean) / spread
  return isOver ? height - 0.5 * z * z - logRootTwoPi : Math.log(weight) + logUpperTail(z)
}

const logRootTwoPi = 0.5 * Math.log(2 * Math.PI)

function take(share: Share, part: number, { x, isOver }: Seen): void {
  share.count += part
  if (isOver) {
    share.x += part * x
    share.xx += part * x * x
    return
  }
  // What is expected of an outage of this class that has lasted so long already.
  const { mean, spread } = share.of
  const above = hazard((x - mean) / spread)
  const expected = mean + spread * above
  const variance = Math.max(0, spread * (spread + (x - mean) * above - spread * above * above))
  share.x += part * expected
  share.xx += part * (expected * expected + variance)
}

function updated(prior: OutageClass, share: Share | undefined, total: number): OutageClass {
  const { count, x, xx } = share ?? { count: 0, x: 0, xx: 0 }
  const mean = (meanStrength * prior.mean + x) / (meanStrength + count)
  const squares = Math.max(0, xx - 2 * mean * x + count * mean * mean)
  const shift = meanStrength * (mean - prior.mean) ** 2
  const variance = (squares + shift + spreadStrength * prior.spread ** 2) / (count + spreadStrength)
  return {
    id: prior.id,
    weight: weightOf(prior, count, total),
    mean,
    spread: Math.max(smallestSpread, Math.sqrt(variance)),
  }
}

function weightOf(prior: OutageClass, count: number, total: number): number {
  return (count + weightStrength * prior.weight) / (total + weightStrength)
}

/** Shares that add up to 1, of values whose logarithms these are. */
export function softmax(logs: readonly number[]): readonly number[] {
  const most = Math.max(...logs)
  const values = logs.map((log) => Math.exp(log - most))
  const sum = values.reduce((before, value) => before + value, 0)
  return values.map((value) => value / sum)
}
