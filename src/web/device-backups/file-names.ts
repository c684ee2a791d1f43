import { sources, type Source } from './settings.ts'

const keptOfEach = 7

const beginnings = { server: 'holdfast-', device: 'holdfast-this-device-' } as const satisfies Record<Source, string>

/** Sorts by time, and may stand on any file system. */
export function fileNameOf(source: Source, at: number): string {
  const moment = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-')
  return `${beginnings[source]}${moment}.jsonl`
}

/**
 * The copies that are not needed any more. What does not bear exactly such a name as ours was put there by somebody else,
 * and is not touched. Those of a device's own copies never push out the whole ones.
 */
export function outdated(names: readonly string[], justWritten: string): readonly string[] {
  return sources.flatMap((source) => {
    const ours = new RegExp(String.raw`^${beginnings[source]}\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.jsonl$`)
    const copies = names.filter((name) => ours.test(name))
    // Whatever the clock says, the one that was written just now is the newest.
    const older = copies.filter((name) => name !== justWritten).toSorted()
    const keep = copies.length > older.length ? keptOfEach - 1 : keptOfEach
    return older.slice(0, Math.max(0, older.length - keep))
  })
}
