export type Compare<T> = (a: T, b: T) => number

/** The first index whose item does not come before `item`. */
export function indexIn<T>(sorted: readonly T[], item: T, compare: Compare<T>): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const there = sorted[middle]
    if (there !== undefined && compare(there, item) < 0) low = middle + 1
    else high = middle
  }
  return low
}

export function insert<T>(sorted: T[], item: T, compare: Compare<T>): void {
  sorted.splice(indexIn(sorted, item, compare), 0, item)
}

/** Takes out the item itself, or does nothing. */
export function remove<T>(sorted: T[], item: T, compare: Compare<T>): void {
  for (let i = indexIn(sorted, item, compare); i < sorted.length; i++) {
    const there = sorted[i]
    if (there === undefined || compare(there, item) > 0) return
    if (there === item) {
      sorted.splice(i, 1)
      return
    }
  }
}
