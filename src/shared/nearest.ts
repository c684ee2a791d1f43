/** The known name that is most like a mistyped one; undefined if none is. */
export function nearest(mistyped: string, known: readonly string[]): string | undefined {
  const ranked = known
    .filter((name) => Math.abs(name.length - mistyped.length) <= reach(name))
    .map((name) => ({ name, distance: distance(mistyped.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= reach(best.name) ? best.name : undefined
}

/** How far a name may be away and still be meant. */
function reach(name: string): number {
  return Math.max(2, name.length / 3)
}

/** How many characters must be put in, taken out or changed to make one text of the other (Levenshtein). */
function distance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const change = (previous[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1)
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[to.length] ?? 0
}
