import type { Lasted } from '../outages.ts'
import { duration } from './words.ts'

// Younger than this is what anybody calls now.
const freshMs = 60_000

/** How long such faults have lasted here, in one or two sentences that say who measured it and how old that is. */
export function lastedSentence({ by, of, since, asOf, durationsMs }: Lasted, now: number): string {
  const age = now - asOf < freshMs ? '' : ` This is ${duration(now - asOf)} old.`
  const watched = `since ${by} began to watch, ${ago(now - since)}`
  return `${counted[of](durationsMs.length, watched)}${spread(durationsMs)}${age}`
}

function ago(ms: number): string {
  return ms < freshMs ? 'a moment ago' : `${duration(ms)} ago`
}

const counted: Record<Lasted['of'], (count: number, watched: string) => string> = {
  'this kind': (count, watched) => {
    const were = count === 0 ? 'was none' : count === 1 ? 'was one' : `were ${count}`
    return `There ${were} like it ${watched}.`
  },
  'any kind': (count, watched) => {
    if (count === 0) return `The server was not away before, ${watched}.`
    return `The server was away ${count === 1 ? 'once' : `${count} times`} before, ${watched}.`
  },
}

function spread(durationsMs: readonly number[]): string {
  const sorted = durationsMs.toSorted((a, b) => a - b)
  const [shortest, longest] = [sorted[0], sorted.at(-1)]
  if (shortest === undefined || longest === undefined) return ''
  if (sorted.length === 1) return ` It lasted ${duration(longest)}.`
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? longest
  const half = sorted.length < 4 ? '' : ` Half of them were over within ${duration(middle)}.`
  const range =
    duration(shortest) === duration(longest)
      ? `${duration(longest)} each`
      : `from ${duration(shortest)} to ${duration(longest)}`
  return ` They lasted ${range}.${half}`
}
