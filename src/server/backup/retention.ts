/** How many are kept of each kind: the youngest of each of the latest days, weeks and months that have any. */
export interface Retention {
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
}

export const usualRetention: Retention = { daily: 7, weekly: 4, monthly: 12 }

/** Which backups may go. The youngest of all never does. */
export function expired<B extends { readonly at: number }>(backups: readonly B[], retention: Retention): readonly B[] {
  const youngestFirst = backups.toSorted((a, b) => b.at - a.at)
  const kept = new Set(youngestFirst.slice(0, 1))
  for (const [count, periodOf] of [
    [retention.daily, dayOf],
    [retention.weekly, weekOf],
    [retention.monthly, monthOf],
  ] as const) {
    for (const backup of youngestOfEach(youngestFirst, periodOf).slice(0, count)) kept.add(backup)
  }
  return youngestFirst.filter((backup) => !kept.has(backup))
}

function youngestOfEach<B extends { readonly at: number }>(
  youngestFirst: readonly B[],
  periodOf: (at: number) => number,
): readonly B[] {
  const periods = new Map<number, B>()
  for (const backup of youngestFirst) if (!periods.has(periodOf(backup.at))) periods.set(periodOf(backup.at), backup)
  return [...periods.values()]
}

const dayMs = 86_400_000

function dayOf(at: number): number {
  return Math.floor(at / dayMs)
}

/** Weeks begin on Mondays; 1970 began on a Thursday. */
function weekOf(at: number): number {
  return Math.floor((dayOf(at) + 3) / 7)
}

function monthOf(at: number): number {
  const date = new Date(at)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}
