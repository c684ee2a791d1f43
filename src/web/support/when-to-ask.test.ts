import { describe, expect, test } from 'vitest'
import { faults as catalogue, type FaultId } from '#protocol/faults.ts'
import { remedies, type ConnectionCheck, type Remedy } from '#protocol/bundle.ts'
import type { Sighting } from '#protocol/sighting.ts'
import { whenToAsk, type Situation } from './when-to-ask.ts'

const now = Date.UTC(2026, 10, 29, 21, 30)
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

interface Spell {
  readonly sinceMs?: number
  readonly lastMs?: number
  readonly path?: string
}

function seen(fault: FaultId, { sinceMs = minute, lastMs = 1_000, path = '/api/chats' }: Spell = {}): Sighting {
  const { side, title } = catalogue[fault]
  const spell = { firstAt: now - sinceMs, lastAt: now - lastMs, times: 2, lastWellAt: null, requestIds: [] }
  return { fault, side, title, path, ...spell }
}

function checked(server: FaultId | null, edge: FaultId | null = null): readonly ConnectionCheck[] {
  const check = (hop: ConnectionCheck['hop'], fault: FaultId | null): ConnectionCheck => {
    return { hop, at: now, tookMs: 1, fault, side: fault === null ? null : catalogue[fault].side, says: '' }
  }
  return [check('edge', edge), check('server', server), check('status', null)]
}

function advised(situation: Partial<Situation>) {
  return whenToAsk({
    about: 'broken',
    faults: [],
    checks: [],
    tried: new Set(),
    lastWellAt: null,
    standing: null,
    now,
    ...situation,
  })
}

test.for([
  ['missing words are a reason at once', { about: 'words' }, 'ask', /missing or changed/],
  ['nothing was met', {}, 'free', /write what you did/],
  ['what was met is over', { faults: [seen('origin-refused', { lastMs: hour, sinceMs: 2 * hour })] }, 'free', /./],
  ['an answer came after it', { faults: [seen('origin-refused')], lastWellAt: now - 500 }, 'free', /./],
  ['the tests find nothing', { faults: [seen('origin-refused')], checks: checked(null) }, 'free', /./],
  [
    'a reply failed though all answer',
    { faults: [seen('backend-key-refused', { path: 'reply' })], checks: checked(null) },
    'ask',
    /hands of the operator/,
  ],
  ['a short one of ours', { faults: [seen('origin-refused')] }, 'wait', /in minutes/],
  [
    'the same, found by the tests',
    { faults: [seen('origin-refused')], checks: checked('origin-refused') },
    'wait',
    /in minutes/,
  ],
  [
    'one of ours that stays',
    { faults: [seen('origin-refused', { sinceMs: 20 * minute })] },
    'ask',
    /does not pass by itself/,
  ],
  ['one of ours for hours', { faults: [seen('origin-silent', { sinceMs: 4 * hour })] }, 'ask', /several hours/],
  ['longer than a day', { faults: [seen('offline', { sinceMs: 2 * day })] }, 'ask', /longer than a day/],
  ['what only the operator can mend', { faults: [seen('disk-full')] }, 'ask', /hands of the operator/],
  ['one of others', { faults: [seen('origin-silent')] }, 'wait', /operator rents/],
  ['one of the hosting', { faults: [seen('origin-unreachable')] }, 'wait', /operator rents/],
  ['no network', { faults: [seen('offline')] }, 'step', /offline/],
  ['a message that the model declines', { faults: [seen('backend-declined', { path: 'reply' })] }, 'step', /declined/],
  ['the site is not reached', { faults: [seen('edge-unreachable')] }, 'step', /whose side/],
  [
    'the same after all was tried',
    { faults: [seen('edge-unreachable')], tried: new Set(remedies) },
    'ask',
    /another device/,
  ],
  [
    'one that comes back on many days',
    {
      faults: [
        seen('origin-refused', { sinceMs: 5 * day, lastMs: 5 * day }),
        seen('origin-refused', { sinceMs: 3 * day, lastMs: 3 * day }),
        seen('origin-refused'),
      ],
    },
    'ask',
    /3 of the last 7 days/,
  ],
] as const)('%s', ([, situation, what, because]) => {
  const advice = advised(situation)
  expect(advice.what).toBe(what)
  expect(advice.because).toMatch(because)
})

test('where the site is not reached, one step is named after the other', () => {
  const faults = [seen('edge-unreachable')]
  const first = advised({ faults }).says
  const second = advised({ faults, tried: new Set(['reloaded']) }).says
  expect([first, second]).toEqual([
    'Load the page again. What you wrote stays.',
    'Turn off a VPN or proxy, if you have one, and look again.',
  ])
})

test('there is an answer to every fault there is', () => {
  for (const fault of Object.keys(catalogue)) {
    const [met] = [seen('offline')]
    const side = Object.entries(catalogue).find(([id]) => id === fault)?.[1].side ?? met.side
    const advice = advised({ faults: [{ ...met, fault, side }] })
    expect(advice.what, fault).not.toBe('free')
    expect(`${advice.says} ${advice.because}`, fault).not.toMatch(/undefined|null/)
  }
})

describe('with what the status page says', () => {
  const open = {
    id: '2gztsrksff0v',
    title: 'The server does not accept connections',
    lasts: ['8 in 10 outages like this end 10 min to 5 h after they start.'],
    mostlyOverAt: now + hour,
    saidAt: now - 10 * minute,
  }
  const refused = { faults: [seen('origin-refused', { sinceMs: 20 * minute })] }
  const everywhere: ReadonlySet<Remedy> = new Set(['other-device', 'other-network'])

  test.for([
    ['an open incident is known', { ...refused, standing: { incident: open, isReported: false } }, 'wait', /8 in 10/],
    [
      'it is known before this page meets it',
      { standing: { incident: open, isReported: false } },
      'wait',
      /connections/,
    ],
    [
      'it outlasts what is usual, and nobody says a word',
      {
        ...refused,
        standing: { incident: { ...open, mostlyOverAt: now - minute, saidAt: now - 2 * hour }, isReported: false },
      },
      'ask',
      /nobody has said anything for an hour/,
    ],
    [
      'it outlasts what is usual, and the operator speaks',
      { ...refused, standing: { incident: { ...open, mostlyOverAt: now - minute }, isReported: false } },
      'wait',
      /./,
    ],
    ['others report it', { ...refused, standing: { incident: null, isReported: true } }, 'wait', /Several people/],
    [
      'it is everywhere for this one reader alone',
      {
        ...refused,
        tried: everywhere,
        standing: { incident: null, isReported: false },
      },
      'ask',
      /while the status page sees nothing/,
    ],
    [
      'missing words come first all the same',
      { about: 'words', standing: { incident: open, isReported: true } },
      'ask',
      /./,
    ],
    [
      'what is on the reader’s side stays there',
      { faults: [seen('offline')], standing: { incident: open, isReported: true } },
      'step',
      /./,
    ],
    [
      'a day is too long in any case',
      { faults: [seen('origin-refused', { sinceMs: 2 * day })], standing: { incident: open, isReported: false } },
      'ask',
      /longer than a day/,
    ],
  ] as const)('%s', ([, situation, what, because]) => {
    const advice = advised(situation)
    expect(advice.what).toBe(what)
    expect(advice.because).toMatch(because)
  })
})
