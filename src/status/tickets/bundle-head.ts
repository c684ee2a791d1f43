import { bundleSchema, bundleVersion, type Bundle, type TroubleKind } from '#protocol/bundle.ts'
import type { TicketRequest } from '#protocol/ticket.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { printable, printableLines } from '#shared/printable.ts'
import { clip } from '#shared/text.ts'

/** What a list shows of a bundle. */
export interface BundleHead {
  readonly about: TroubleKind | null
  readonly words: string
  readonly faults: readonly string[]
}

const mostWords = 300
const mostFaults = 10

/** The head of a bundle, or that it says of itself to be of this version and is not. Another version is taken as it is. */
export function headOf(bundle: TicketRequest['bundle']): Outcome<BundleHead, 'not-a-bundle'> {
  if (bundle.version !== bundleVersion) return ok({ about: null, words: '', faults: [] })
  const read = bundleSchema.safeParse(bundle)
  return read.success ? ok(headOfOwn(read.data)) : fail('not-a-bundle')
}

function headOfOwn({ about, sections }: Bundle): BundleHead {
  const faults = [...new Set((sections.faults ?? []).toReversed().map(({ fault }) => clip(printable(fault), 60)))]
  return {
    about,
    words: clip(printableLines(sections.words ?? '').join(' '), mostWords),
    faults: faults.slice(0, mostFaults),
  }
}

/** A stored bundle, if it is of this version. */
export function ownBundle(bundle: unknown): Bundle | undefined {
  return bundleSchema.safeParse(bundle).data
}
