import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take minutes, the longest first. Vitest would begin with the largest files, and end with waiting for one of these. */
const minutesLong = [
  'test/browser/pull-the-plug.test.ts',
  'test/outage/kill-server.test.ts',
  'test/outage/kill-backend.test.ts',
  'test/outage/lab.test.ts',
  'test/browser/long-chat.test.ts',
]

/** Begins with what takes longest, so that no worker is left alone with it at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- not an array's: it is Vitest's own order
    const sorted = await super.sort(files)
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

function placeOf({ moduleId }: TestSpecification): number {
  const place = minutesLong.findIndex((file) => moduleId.endsWith(file))
  return place === -1 ? minutesLong.length : place
}
