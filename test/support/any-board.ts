import * as fc from 'fast-check'
import {
  componentStates,
  hops,
  impacts,
  incidentPhases,
  maintenanceStates,
  type Board,
  type BoardComponent,
  type BoardIncident,
  type BoardMaintenance,
  type BoardUpdate,
} from '#protocol/board.ts'
import { sides } from '#protocol/fault.ts'
import { boardNow, component, incident, maintenance, quietBoard } from './boards.ts'

// What people write goes out as JSON, XML, HTML and SVG, and must be no more than text in any of them.
const text = fc.oneof(
  fc.string({ maxLength: 60, unit: 'binary' }),
  fc.constantFrom('</script><script>alert(1)</script>', ']]>', '&amp;<b>"\'', 'a\u0000b\u0008\uFFFE\uD800', '\n\n', ''),
)
const title = text.map((some) => `T${some}`)
const at = fc.integer({ min: boardNow - 7e9, max: boardNow })
const shortId = fc.stringMatching(/^[a-z0-9]{12}$/)
const state = fc.constantFrom(...componentStates)

const anyComponent: fc.Arbitrary<BoardComponent> = fc
  .record({
    id: shortId,
    name: title,
    description: text,
    hop: fc.option(fc.constantFrom(...hops)),
    group: fc.option(fc.constantFrom('Model hosts', 'A & B')),
    state,
    since: at,
    isReported: fc.boolean(),
    distrusted: fc.option(fc.record({ since: at, because: text }), { nil: undefined }),
    canary: fc.option(
      fc.record({
        at,
        backend: text,
        firstTokenMs: fc.nat(60_000),
        tokensPerSecond: fc.option(fc.double({ min: 0, max: 1e4, noNaN: true })),
      }),
      { nil: undefined },
    ),
  })
  .map(({ distrusted, canary, ...more }) => {
    const known = distrusted === undefined ? {} : { distrusted }
    return component({ ...more, ...known, ...(canary === undefined ? {} : { canary }) })
  })

function anyUpdate(phases: readonly BoardUpdate['phase'][], ids: readonly string[]): fc.Arbitrary<BoardUpdate> {
  return fc.record({
    id: shortId,
    phase: fc.constantFrom(...phases),
    body: text,
    at,
    by: fc.constantFrom('holdfast' as const, 'operator' as const),
    earlier: fc.array(fc.record({ body: text, until: at }), { maxLength: 2 }),
    changes: fc.array(fc.record({ componentId: fc.constantFrom(...ids), from: state, to: state }), { maxLength: 2 }),
  })
}

function anyIncident(phases: readonly BoardIncident['phase'][], ids: readonly string[]): fc.Arbitrary<BoardIncident> {
  return fc
    .record({
      id: shortId,
      number: fc.integer({ min: 1, max: 1e6 }),
      title,
      phase: fc.constantFrom(...phases),
      impact: fc.constantFrom(...impacts),
      side: fc.option(fc.constantFrom(...sides)),
      safe: text,
      evidence: fc.array(text, { maxLength: 2 }),
      openedAt: at,
      startedAt: at,
      changedAt: at,
      resolvedAt: fc.option(at),
      componentIds: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
      updates: fc.array(anyUpdate(phases, ids), { minLength: 1, maxLength: 4 }),
      isBackfilled: fc.boolean(),
    })
    .map(({ updates, ...more }) => incident({ ...more, updates: updates.toSorted((a, b) => b.at - a.at) }))
}

function anyMaintenance(ids: readonly string[]): fc.Arbitrary<BoardMaintenance> {
  return fc
    .record({
      id: shortId,
      number: fc.integer({ min: 1, max: 1e6 }),
      title,
      state: fc.constantFrom(...maintenanceStates),
      componentIds: fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1 }),
      updates: fc.array(anyUpdate(maintenanceStates, ids), { maxLength: 3 }),
    })
    .map((more) => maintenance(more))
}

/** Any board at all, also such as no monitor would make: what is published must be right in itself all the same. */
export const anyBoard: fc.Arbitrary<Board> = fc
  .uniqueArray(anyComponent, { minLength: 1, maxLength: 6, selector: ({ id }) => id })
  .chain((components) => {
    const ids = components.map(({ id }) => id)
    return fc.record({
      components: fc.constant(components),
      open: fc.array(anyIncident(['investigating', 'identified', 'monitoring'], ids), { maxLength: 4 }),
      past: fc.array(anyIncident(incidentPhases.slice(3), ids), { maxLength: 4 }),
      maintenances: fc.array(anyMaintenance(ids), { maxLength: 4 }),
      blind: fc.option(fc.record({ since: at, lastLookAt: fc.option(at) })),
      name: title,
    })
  })
  .map((more) => quietBoard(more))
