import { features, type Feature } from '../causes/features.ts'
import { likelihood, type Seen } from './likelihood.ts'
import { entropy, type Belief } from './posterior.ts'
import { nextTests, type NextTest } from './tests.ts'

export interface Proposal {
  readonly test: NextTest
  /** By how much it may be expected to lessen what is not known. */
  readonly gainBits: number
}

/** Less than this is not worth anybody's time. */
const leastGainBits = 0.05

/** The test that tells most for what it costs: expected information (Lindley) for each minute. */
export function nextTest(belief: Belief, seen: readonly Seen[]): Proposal | undefined {
  const known = new Set(seen.filter(({ doubt }) => doubt < 0.4).map(({ feature }) => feature))
  const proposals = nextTests.flatMap((test) => {
    const answers = test.answers.filter((feature) => !known.has(feature))
    const gainBits = answers.length === 0 ? 0 : expectedGain(belief, answers)
    return gainBits < leastGainBits ? [] : [{ test, gainBits }]
  })
  return proposals.toSorted((a, b) => worth(b) - worth(a))[0]
}

/** A minute to begin with is lost whatever the test. */
const worth = ({ test, gainBits }: Proposal): number => gainBits / (1 + test.costMin)

/** H(cause) minus what is expected to be left of it once these questions are answered. */
export function expectedGain(belief: Belief, questions: readonly Feature[]): number {
  const suspects = [...belief].filter(([, p]) => p >= unlikelyBelow)
  const weights = suspects.map(([, p]) => p)
  const before = entropyOf(weights) * sum(weights)
  const tables = questions.map((feature) =>
    features[feature].map((value) => suspects.map(([id]) => likelihood(id, { feature, values: [value], doubt: 0 }))),
  )
  return Math.max(0, before - expectedLeft(weights, { tables, unknown: entropyOf(weights) }))
}

/** Causes that are hardly believed change little about what a test is worth. */
const unlikelyBelow = 0.003

/** Ways in which answers may turn out that are rarer than this are counted as telling nothing. */
const rareBelow = 0.01

interface Asking {
  /** For each question, for each of its answers, how likely it is under each suspect. */
  readonly tables: readonly (readonly (readonly number[])[])[]
  /** What is not known now, in bits. */
  readonly unknown: number
}

/** The weights are joint with the answers so far, so they add up to how likely those are. */
function expectedLeft(weights: readonly number[], { tables: [answers, ...tables], unknown }: Asking): number {
  const reach = sum(weights)
  if (reach < rareBelow) return reach * unknown
  if (answers === undefined) return reach * entropyOf(weights)
  const after = answers.map((odds) => weights.map((weight, index) => weight * (odds[index] ?? 0)))
  return sum(after.map((joint) => expectedLeft(joint, { tables, unknown })))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}

function entropyOf(weights: readonly number[]): number {
  const total = sum(weights)
  return total === 0 ? 0 : entropy(weights.map((weight) => weight / total))
}
