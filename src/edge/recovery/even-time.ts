// Whoever waits asks more often than this, so a longer pause is a clock that was set, a machine that slept, or an empty house.
const longestStepMs = 30_000
// Enough for what is due in moments, and too little for anybody to be given up who waits.
const leapCountsMs = 1000

/** A time that only goes forward and never leaps, whatever is done to the clock. */
export function evenTime(now: () => number): () => number {
  let time = now()
  let last = time
  return function evenNow() {
    const step = now() - last
    last += step
    if (step > 0) time += step <= longestStepMs ? step : leapCountsMs
    return time
  }
}
