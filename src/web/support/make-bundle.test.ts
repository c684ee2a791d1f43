import { expect, test } from 'vitest'
import { bundleSchema, sectionNames } from '#protocol/bundle.ts'
import { bundleLines } from '#protocol/bundle-text.ts'
import type { DeviceLedger } from '#protocol/ledger.ts'
import type { VisitorTests } from '#protocol/visitor-tests.ts'
import { canaries, canariesIn } from '../../../test/support/canaries.ts'
import { bundledPicture } from '../../../test/support/some-picture.ts'
import { bundleFile, bundleFileName, makeBundle, type Collected } from './make-bundle.ts'

const evening = Date.UTC(2026, 10, 29, 21, 30, 5)

/** Everything that can be told, with `text` wherever any text may stand. */
function everything(text: string): Collected {
  return {
    id: '01991f00-0000-7000-8000-000000000000',
    madeAt: evening,
    aheadMin: 60,
    zone: 'Europe/Berlin',
    clockAheadMs: -3,
    shell: '0123456789abcdef',
    about: 'broken',
    words: text,
    faults: [
      {
        fault: text,
        side: 'server',
        title: text,
        path: text,
        firstAt: evening,
        lastAt: evening,
        times: 1,
        lastWellAt: null,
        because: text,
        requestIds: [text],
      },
    ],
    checks: [{ hop: 'server', at: evening, tookMs: 3, fault: text, side: 'server', says: text }],
    tests: testsWith(text),
    tried: new Map([['vpn-off', evening]]),
    ledger: ledgerWith(text),
    device: {
      browser: text,
      system: text,
      isMobile: false,
      languages: [text],
      window: { width: 1280, height: 800 },
      saysOnline: true,
      connection: text,
      shell: 'kept',
      storage: { usedMB: 1, quotaMB: 2 },
    },
    picture: bundledPicture,
  }
}

function testsWith(text: string): VisitorTests {
  const known = { at: evening, tookMs: 3, isUnsteady: false, status: 503, side: 'server', retryAfterMs: null } as const
  const run = {
    at: evening,
    hops: [{ hop: 'server', result: 'fault', fault: text, says: text, ...known } as const],
    network: 7,
  }
  return {
    runs: [run],
    steps: [{ step: 'vpn', at: evening, outcome: 'same', says: text }],
    other: run,
    verdict: { side: 'server', p: 0.9, says: text, because: [text], cannotTell: [], action: text },
  }
}

function ledgerWith(text: string): DeviceLedger {
  const trouble = { fault: text, at: evening, because: text }
  return {
    at: evening + 0.5,
    drafts: { boxes: 1, characters: 77 },
    turnsWaiting: 2,
    repliesReading: 0,
    copies: { chats: 1, messages: 4, sizeBytes: 1_000.4, budgetBytes: 5_000, onlyHere: 0 },
    lastCopy: { at: evening, messages: 4, isVerified: true },
    isLasting: true,
    storeFault: { kind: 'quota', because: text },
    server: {
      askedAt: evening,
      isReachable: false,
      ledger: {
        history: text,
        restoredFrom: null,
        chats: 3,
        messages: 40,
        characters: 4_000,
        repliesWriting: 0,
        repliesWaiting: 0,
        lastBackup: { at: evening, to: text, sizeBytes: 9, isVerified: true },
        backupRhythm: text,
        backupFault: trouble,
        storageFault: trouble,
      },
    },
  }
}

test.for(canaries.map(({ what, text }) => [what, text] as const))(
  '%s in every field of all is in no bundle',
  ([, text]) => {
    const bundle = makeBundle(everything(`It said: ${text}`), new Set())
    expect(canariesIn(new TextEncoder().encode(bundleFile(bundle)))).toEqual([])
    expect(canariesIn(new TextEncoder().encode(bundleLines(bundle).join('\n')))).toEqual([])
  },
)

test('a bundle is what its schema says, and holds every section', () => {
  const bundle = makeBundle(everything('words'), new Set())
  expect(bundleSchema.parse(JSON.parse(bundleFile(bundle)))).toEqual(bundle)
  expect(Object.keys(bundle.sections)).toEqual([...sectionNames])
  expect(bundle.madeAtLocal).toBe('2026-11-29T22:30:05+01:00[Europe/Berlin]')
  expect(bundle.sections.ledger?.server).not.toHaveProperty('lastBackup.to')
  expect(bundleFileName(bundle)).toBe('holdfast-help-2026-11-29T213005Z.json')
})

test.for(sectionNames.map((name) => [name] as const))(
  'without %s nothing of it is there, and that is said',
  ([name]) => {
    const bundle = makeBundle(everything('words'), new Set([name]))
    expect(bundle.sections).not.toHaveProperty(name)
    expect(bundle.leftOut).toEqual([name])
  },
)

test('a picture stands in it as it was made, and without one nothing is said of pictures', () => {
  expect(makeBundle(everything('words'), new Set()).sections.picture).toEqual(bundledPicture)
  const without = makeBundle({ ...everything('words'), picture: null }, new Set(['picture']))
  expect([without.sections.picture, without.leftOut]).toEqual([undefined, []])
})
