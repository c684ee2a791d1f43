import type { Bundle } from '#protocol/bundle.ts'
import { sides, type Side } from '#protocol/fault.ts'
import { printable } from '#shared/printable.ts'
import { clip } from '#shared/text.ts'
import { presentFault } from './when-to-ask.ts'

export type HopState = 'well' | 'broken' | 'unknown'

/** What a picture of the fault says. It is made of the bundle alone, so that nothing is in it that is not in the bundle. */
export interface Card {
  readonly title: string
  /** From the reader to the model. */
  readonly hops: readonly { readonly name: string; readonly state: HopState }[]
  readonly facts: readonly { readonly what: string; readonly is: string }[]
}

const names: Readonly<Record<Side, string>> = {
  you: 'You',
  'your-network': 'Your network',
  edge: 'Edge',
  path: 'Way',
  hosting: 'Hosting',
  server: 'Server',
  model: 'Model',
}

export const hopWords: Readonly<Record<HopState, string>> = { well: 'well', broken: 'broken', unknown: 'not known' }

export function cardOf(bundle: Bundle): Card {
  const { sections, madeAt, about } = bundle
  const { faults = [], checks = [] } = sections
  const present = presentFault({
    about,
    faults,
    checks,
    tried: new Set(),
    lastWellAt: null,
    standing: null,
    now: madeAt,
  })
  const spell = faults.findLast(({ fault }) => fault === present?.fault)
  const broken = present === null ? sides.length : sides.indexOf(present.side)
  // Whoever answered, and everybody before it, is well.
  const answered = Math.max(
    ...checks.map(({ hop, fault }) => (fault === null && hop !== 'status' ? sides.indexOf(hop) : -1)),
    -1,
  )
  const stateAt = (index: number): HopState => {
    if (index === broken) return 'broken'
    return index < broken && index <= answered ? 'well' : 'unknown'
  }
  return {
    title: present === null ? 'Nothing is wrong that this page can see' : clip(printable(present.title), 120),
    hops: sides.map((side, index) => ({ name: names[side], state: stateAt(index) })),
    facts: [
      { what: 'Made', is: printable(bundle.madeAtLocal) },
      ...(present === null ? [] : [{ what: 'Fault', is: clip(printable(present.fault), 60) }]),
      ...(present === null ? [] : [{ what: 'Since', is: `${new Date(present.since).toISOString().slice(0, 19)}Z` }]),
      ...(spell?.because === undefined ? [] : [{ what: 'Seen', is: clip(printable(spell.because), 160) }]),
      ...(spell?.requestIds.length
        ? [{ what: 'Request', is: clip(printable(spell.requestIds.at(-1) ?? ''), 70) }]
        : []),
      ...ledgerFacts(bundle),
      { what: 'Bundle', is: bundle.id },
    ],
  }
}

function ledgerFacts({ sections: { ledger } }: Bundle): Card['facts'] {
  if (ledger === undefined) return []
  const { drafts, turnsWaiting, copies, server } = ledger
  const parts = [
    `${drafts.characters} characters in drafts`,
    `${turnsWaiting} waiting to be sent`,
    ...(copies === null ? [] : [`${copies.messages} messages on the device`]),
    ...(server === null ? [] : [`${server.messages} on the server`]),
  ]
  return [{ what: 'Words', is: parts.join(', ') }]
}
