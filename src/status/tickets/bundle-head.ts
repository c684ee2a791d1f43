import type * as z from 'zod/mini'
import { pictureBytes, pictureHead, type PictureType } from '#protocol/bundle-picture.ts'
import { bundleSchema, bundleVersion, type Bundle, type TroubleKind } from '#protocol/bundle.ts'
import type { TicketRequest } from '#protocol/ticket.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { printable, printableLines } from '#shared/printable.ts'
import { clip } from '#shared/text.ts'
import type { NotDone } from '../people/not-done.ts'

/** What a list shows of a bundle. */
export interface BundleHead {
  readonly about: TroubleKind | null
  readonly words: string
  readonly faults: readonly string[]
}

const mostWords = 300
const mostFaults = 10

/** The head of a bundle, or that it says of itself to be of this version and is not. Another version is taken as it is. */
export function headOf(bundle: TicketRequest['bundle']): Outcome<BundleHead, NotDone> {
  if (bundle.version !== bundleVersion) return ok({ about: null, words: '', faults: [] })
  const read = bundleSchema.safeParse(bundle)
  return read.success ? ok(headOfOwn(read.data)) : fail({ fault: 'not-a-bundle', because: firstFault(read.error) })
}

function firstFault({ issues: [first] }: z.core.$ZodError): string {
  return first === undefined
    ? 'nothing in it has the right form'
    : `${first.path.map(String).join('.')}: ${first.message}`
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

/** The picture in a stored bundle, and what it is by its own bytes. */
export function pictureIn(bundle: unknown): { readonly type: PictureType; readonly bytes: Uint8Array } | undefined {
  const picture = ownBundle(bundle)?.sections.picture
  if (picture === undefined) return undefined
  const bytes = pictureBytes(picture)
  const head = pictureHead(bytes)
  return head === null ? undefined : { type: head.type, bytes }
}
