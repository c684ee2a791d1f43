import type { Lasted } from '../outages.ts'
import { duration } from './words.ts'

// Younger than this is what anybody calls now.
const freshMs = 60_000

/** How long such faults have lasted here, in one or two sentences that say who measured it and how old that is. */
export function lastedSentence({ by, since, asOf, durationsMs }: Lasted, now: number): string {
  const age = now - asOf < freshMs ? '' : ` This is ${duration(now - asOf)} old.`
  return `${history(durationsMs, `since ${by} began to watch, ${ago(now - since)}`)}${age}`
}

function ago(ms: number): string {
  return ms < freshMs ? 'a moment ago' : `${duration(ms)} ago`
}

function history(durationsMs: readonly number[], watched: string): string {
  const sorted = durationsMs.toSorted((a, b) => a - b)
  const [shortest, longest] = [sorted[0], sorted.at(-1)]
  if (shortest === undefined || longest === undefined) return `There was none like it ${watched}.`
  if (sorted.length === 1) return `There was one like it ${watched}. It lasted ${duration(longest)}.`
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? longest
  const half = sorted.length < 4 ? '' : ` Half of them were over within ${duration(middle)}.`
  const range =
    duration(shortest) === duration(longest)
      ? `${duration(longest)} each`
      : `from ${duration(shortest)} to ${duration(longest)}`
  return `There were ${sorted.length} like it ${watched}. They lasted ${range}.${half}`
}
