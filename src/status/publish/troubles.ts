import type { StatusSettings } from '../settings.ts'
import type { SnapshotTrouble } from '../snapshot/keeper.ts'
import type { StorageTrouble } from '../store/store.ts'
import { zonedMoment } from '../zoned-time.ts'

/** What the status process cannot do while its disk takes nothing, for whoever reads the page. */
export function troublesOf(
  storage: StorageTrouble | undefined,
  snapshot: SnapshotTrouble | undefined,
  { timeZone }: Pick<StatusSettings, 'timeZone'>,
): readonly string[] {
  const since = (trouble: { readonly since: number }): string => zonedMoment(trouble.since, timeZone)
  const stored =
    storage &&
    `What this page shows cannot be written down, since ${since(storage)} (${storage.because}). It is still measured, but may be forgotten when the status process ends, and reports and tickets are not taken.`
  const copied =
    snapshot &&
    `The copy of this page for other hosts could not be written, since ${since(snapshot)} (${snapshot.because}). Copies elsewhere are as old as they say.`
  return [stored, copied].filter((says) => says !== undefined)
}
