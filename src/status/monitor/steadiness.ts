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
  /** The good probes since the last failed one. */
  readonly run: { readonly since: number; readonly goods: number } | null
}

export interface Thresholds {
  /** So many of the latest `of` failed: it is down. */
  readonly failures: number
  readonly of: number
  /** So many in a row were good, over at least so long: it is well again. */
  readonly goods: number
  readonly quietMs: number
}

/**
 * A single lost probe happens every day, so it takes two of five; and one more failure before anybody is told, for a monitor
 * that publishes and takes back is soon believed by nobody. What flaps is never good for half a minute. With four instead of
 * five, and looks as far apart as the failures, what flaps could be seen to fail once in each window and no more.
 */
export const usualThresholds: Thresholds = { failures: 2, of: 5, goods: 3, quietMs: 30_000 }

export const fresh: Steadiness = {
  state: 'well',
  recent: [],
  failedAt: null,
  recoveredAt: null,
  isSure: false,
  run: null,
}

/** What is believed after one more word. */
export function heard(before: Steadiness, word: Word, thresholds: Thresholds = usualThresholds): Steadiness {
  const run = word.isWell ? { since: before.run?.since ?? word.at, goods: (before.run?.goods ?? 0) + 1 } : null
  const seen = { ...before, run, recent: [...before.recent, word].slice(-thresholds.of) }
  return before.state === 'well' ? maybeDown(seen, thresholds) : maybeWell(seen, word, thresholds)
}

/** The words before something that nobody saw, such as sleep, say nothing of what comes after. */
export function forgetful(before: Steadiness): Steadiness {
  return { ...before, recent: [], run: null }
}

/** Something has failed so lately that the next probe should come soon: the doubt is over the earlier, either way. */
export function isInDoubt({ state, recent }: Steadiness): boolean {
  return state === 'down' || recent.some(({ isWell }) => !isWell)
}

function maybeDown(seen: Steadiness, { failures }: Thresholds): Steadiness {
  const failed = seen.recent.filter(({ isWell }) => !isWell)
  const [first] = failed
  if (first === undefined || failed.length < failures) return seen
  return { ...seen, state: 'down', failedAt: first.at, recoveredAt: null, isSure: false }
}

function maybeWell(seen: Steadiness, word: Word, { goods, quietMs }: Thresholds): Steadiness {
  if (!word.isWell) return { ...seen, isSure: true }
  const { run } = seen
  if (run === null || run.goods < goods || word.at - run.since < quietMs) return seen
  return { ...seen, state: 'well', recent: [], recoveredAt: run.since }
}
