/**
 * What is usual: how many people report a component at this time of day, and how bursty they are. It is learnt from whole
 * hours of the last four weeks in which nothing was wrong.
 */

/** One hour that was watched from its beginning to its end. */
export interface Hour {
  /** When it began. */
  readonly at: number
  /** How many people reported in it, each counted once in a quarter of an hour. */
  readonly people: number
  /** Nothing was wrong meanwhile, so that it says what is usual. */
  readonly isCalm: boolean
}

export interface Usual {
  /** How many people report within the last so many minutes, at most 60, at this time of day. */
  readonly meanWithin: (minutes: number) => number
  /** The variance is mean + dispersion · mean². */
  readonly dispersion: number
}

export const hourMs: number = 3_600_000
/** For so long an hour is remembered. */
export const rememberedMs: number = 28 * 24 * hourMs

/** Before there is history: as bursty as was measured elsewhere. */
const firstDispersion = 2
const dispersionBounds = { least: 0.5, most: 5 } as const
/** A variance of fewer than these says nothing. */
const enough = { hours: 14 * 24, people: 50 } as const
/** As if so many days had been like the whole day's mean: one busy night is no rule for nights. */
const leaning = 7

/** What is usual at the moment `now`, by the hours of UTC. */
export function usualAt(hours: readonly Hour[], now: number): Usual {
  const calm = hours.filter(({ isCalm, at }) => isCalm && now - at <= rememberedMs)
  const means = meansByHour(calm)
  return { meanWithin: (minutes) => meanBefore(now, minutes, means), dispersion: dispersionOf(calm, means) }
}

/** A window that began in a busy hour is held against that hour, too: else every evening would look like trouble. */
function meanBefore(now: number, minutes: number, means: readonly number[]): number {
  const from = now - minutes * 60_000
  const ofThisHourMs = Math.min(now - from, now - Math.floor(now / hourMs) * hourMs)
  const ofLastHourMs = now - from - ofThisHourMs
  const [last = 0, current = 0] = [means[hourOf(from)], means[hourOf(now)]]
  return (ofThisHourMs * current + ofLastHourMs * last) / hourMs
}

/** For each hour of the day, how many people report in it. */
function meansByHour(calm: readonly Hour[]): readonly number[] {
  const overall = calm.length === 0 ? 0 : sum(calm.map(({ people }) => people)) / calm.length
  return Array.from({ length: 24 }, (_, hour) => {
    const those = calm.filter(({ at }) => hourOf(at) === hour)
    return (sum(those.map(({ people }) => people)) + leaning * overall) / (those.length + leaning)
  })
}

/** By moments: what the counts vary beyond Poisson, against the square of their means. */
function dispersionOf(calm: readonly Hour[], means: readonly number[]): number {
  if (calm.length < enough.hours || sum(calm.map(({ people }) => people)) < enough.people) return firstDispersion
  const meanOf = ({ at }: Hour): number => means[hourOf(at)] ?? 0
  const beyond = sum(calm.map((hour) => (hour.people - meanOf(hour)) ** 2 - meanOf(hour)))
  const squares = sum(calm.map((hour) => meanOf(hour) ** 2))
  return Math.min(dispersionBounds.most, Math.max(dispersionBounds.least, beyond / squares))
}

function hourOf(at: number): number {
  return Math.floor(at / hourMs) % 24
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
