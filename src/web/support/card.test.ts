import { expect, test } from 'vitest'
import type { Bundle } from '#protocol/bundle.ts'
import { cardOf } from './card.ts'

const evening = Date.UTC(2026, 10, 29, 21, 30, 5)

function bundleWith(sections: Bundle['sections']): Bundle {
  return {
    holdfast: 'support-bundle',
    version: 1,
    id: '01991f00-0000-7000-8000-000000000000',
    madeAt: evening,
    madeAtLocal: '2026-11-29T22:30:05+01:00[Europe/Berlin]',
    clockAheadMs: null,
    shell: null,
    protocol: 1,
    about: 'broken',
    sections,
    leftOut: [],
    removed: [],
  }
}

const refused = {
  fault: 'origin-refused',
  side: 'server',
  title: 'The server is not accepting connections',
  path: '/api/chats',
  firstAt: evening - 60_000,
  lastAt: evening,
  times: 3,
  lastWellAt: null,
  because: 'ECONNREFUSED\u001b[2J',
  requestIds: ['a', 'b'],
} as const

const answered = { hop: 'edge', at: evening, tookMs: 1, fault: null, side: null, says: 'ready' } as const
const failed = { hop: 'server', at: evening, tookMs: 1, fault: 'origin-refused', side: 'server', says: '' } as const

function hops(sections: Bundle['sections']): string {
  return cardOf(bundleWith(sections))
    .hops.map(({ name, state }) => `${name} ${state}`)
    .join(', ')
}

test('the picture says where it broke, and of the others only what was seen', () => {
  const faults = [{ ...refused, requestIds: ['a', 'b'] }]
  expect(hops({ faults, checks: [answered, failed] })).toBe(
    'You well, Your network well, Edge well, Way unknown, Hosting unknown, Server broken, Model unknown',
  )
  expect(hops({ faults })).toBe(
    'You unknown, Your network unknown, Edge unknown, Way unknown, Hosting unknown, Server broken, Model unknown',
  )
  expect(hops({ checks: [answered, { ...answered, hop: 'server' }] })).toBe(
    'You well, Your network well, Edge well, Way well, Hosting well, Server well, Model unknown',
  )
})

test('it says what the bundle says, and nothing else', () => {
  const card = cardOf(bundleWith({ faults: [{ ...refused, requestIds: ['a', 'b'] }], checks: [answered, failed] }))
  expect(card.title).toBe('The server is not accepting connections')
  expect(card.facts).toEqual([
    { what: 'Made', is: '2026-11-29T22:30:05+01:00[Europe/Berlin]' },
    { what: 'Fault', is: 'origin-refused' },
    { what: 'Since', is: '2026-11-29T21:29:05Z' },
    { what: 'Seen', is: 'ECONNREFUSED\\u{1b}[2J' },
    { what: 'Request', is: 'b' },
    { what: 'Bundle', is: '01991f00-0000-7000-8000-000000000000' },
  ])
})

test('where nothing is sent, nothing is shown', () => {
  const card = cardOf(bundleWith({}))
  expect(card.title).toBe('Nothing is wrong that this page can see')
  expect(card.facts.map(({ what }) => what)).toEqual(['Made', 'Bundle'])
})
