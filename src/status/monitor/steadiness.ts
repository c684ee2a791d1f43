/** One probe's word on something: when, and whether it was well. */
export interface Word {
  readonly at: number
  readonly isWell: boolean
}

/** What is believed of something that is probed again and again, and why. */
export interface Steadiness {
  readonly state: 'well' | 'down'
  /** The latest words, the newest last. */
  readonly recent: readonly Word[]
  /** The first failed probe of this outage; of a past one until there is a new one. */
  readonly failedAt: number | null
  /** The first good probe of those that ended it. */
  readonly recoveredAt: number | null
  /** It failed once more after it was believed to be down: only then is it said in public. */
  readonly isSure: boolean
}

export interface Thresholds {
  /** So many of the latest `of` failed: it is down. */
  readonly failures: number
  readonly of: number
  /** So many in a row were good: it is well again. */
  readonly goods: number
}

/**
 * A single lost probe happens every day, so it takes two of three; and one more failure before anybody is told, for a monitor
 * that publishes and takes back is soon believed by nobody. Three good ones in a row end it: what flaps never has them.
 */
export const usualThresholds: Thresholds = { failures: 2, of: 3, goods: 3 }

export const fresh: Steadiness = { state: 'well', recent: [], failedAt: null, recoveredAt: null, isSure: false }

/** What is believed after one more word. */
export function heard(before: Steadiness, word: Word, thresholds: Thresholds = usualThresholds): Steadiness {
  const { failures, of, goods } = thresholds
  const recent = [...before.recent, word].slice(-Math.max(of, goods))
  const seen = { ...before, recent }
  return before.state === 'well' ? maybeDown(seen, { failures, of }) : maybeWell(seen, word, goods)
}

/** The words before something that nobody saw, such as sleep, say nothing of what comes after. */
export function forgetful(before: Steadiness): Steadiness {
  return { ...before, recent: [] }
}

function maybeDown(seen: Steadiness, { failures, of }: Pick<Thresholds, 'failures' | 'of'>): Steadiness {
  const failed = seen.recent.slice(-of).filter(({ isWell }) => !isWell)
  const [first] = failed
  if (first === undefined || failed.length < failures) return seen
  return { ...seen, state: 'down', failedAt: first.at, recoveredAt: null, isSure: false }
}

function maybeWell(seen: Steadiness, word: Word, goods: number): Steadiness {
  if (!word.isWell) return { ...seen, isSure: true }
  const run = seen.recent.slice(-goods)
  const [first] = run
  if (first === undefined || run.length < goods || !run.every(({ isWell }) => isWell)) return seen
  return { ...seen, state: 'well', recent: run, recoveredAt: first.at }
}
