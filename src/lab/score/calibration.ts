export interface Sure {
  /** How sure it was, from 0 to 1. */
  readonly p: number
  readonly isRight: boolean
}

/** The mean distance between how sure somebody is and how often they are right, over ten classes of sureness; from 0 to 1. */
export function calibrationErrorOf(all: readonly Sure[]): number {
  const classes = Map.groupBy(all, ({ p }) => Math.min(9, Math.floor(p * 10)))
  const weighted = [...classes.values()].map((members) => {
    const sure = mean(members.map(({ p }) => p))
    const right = mean(members.map(({ isRight }) => Number(isRight)))
    return Math.abs(sure - right) * members.length
  })
  return all.length === 0 ? 0 : weighted.reduce((sum, one) => sum + one, 0) / all.length
}

export function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, one) => sum + one, 0) / numbers.length
}
