import { describe, expect, test } from 'vitest'
import type { DeviceLedger } from '#protocol/ledger.ts'
import { ledgerOf } from '../copies/test-chat.ts'
import { figuresOf, ledgerLine, restoredWords } from './ledger-words.ts'
import { momentWords } from './moment-words.ts'

const now = new Date(2026, 10, 25, 14, 5).getTime()
const yesterday = new Date(2026, 10, 24, 4, 0).getTime()
const backup = { at: yesterday, to: '/backups', sizeBytes: 2_000_000, isVerified: true }

function device(changes: Partial<DeviceLedger> = {}): DeviceLedger {
  return {
    at: now,
    drafts: { boxes: 0, characters: 0 },
    turnsWaiting: 0,
    repliesReading: 0,
    copies: { chats: 2, messages: 230, sizeBytes: 1_200_000, budgetBytes: 50_000_000, onlyHere: 0 },
    lastCopy: null,
    isLasting: true,
    storeFault: null,
    server: { askedAt: now, isReachable: true, ledger: ledgerOf('first', { messages: 1_204, lastBackup: backup }) },
    ...changes,
  }
}

const away = { askedAt: now, isReachable: false, ledger: ledgerOf('first', { messages: 1_204 }) }

describe('the line', () => {
  test('it says how much there is, here and there', () => {
    expect(ledgerLine(device(), now)).toBe(
      `230 messages on this device · 1,204 on the server · last backup ${momentWords(yesterday, now)}`,
    )
  })

  test('what is not on the server yet comes first', () => {
    const ledger = device({ drafts: { boxes: 1, characters: 42 }, turnsWaiting: 2, repliesReading: 1 })
    expect(ledgerLine(ledger, now)).toMatch(
      /^42 characters in drafts · 2 messages waiting to be sent · one reply being written · 230 messages/,
    )
  })

  test.for([
    [{ server: away }, `the server cannot be asked now; at ${momentWords(now, now)} it had 1,204`],
    [{ server: null }, 'the server has not answered yet'],
    [{ copies: null }, 'This device keeps nothing'],
  ] as const)('what is not known is not made up: %j', ([changes, words]) => {
    expect(ledgerLine(device(changes), now)).toContain(words)
  })
})

describe('the figures', () => {
  test('each says where it was counted and how old it is', () => {
    for (const { source } of figuresOf(device(), now)) expect(source).toMatch(/^(this browser|the server), .*\d/)
  })

  test('those of a server that cannot be asked say so', () => {
    const sources = figuresOf(device({ server: away }), now).map(({ what, source }) => [what, source])
    expect(sources).toContainEqual([
      'On the server',
      `the server cannot be asked now; this is of ${momentWords(now, now)}`,
    ])
  })
})

test.for([
  [{ restoredFrom: null, messages: 1, now }, /^The server was restored from an older copy\. This device has a message/],
  [
    { restoredFrom: now, messages: 14, now },
    /^The server was restored from a copy made today at .*\. This device has 14/,
  ],
  [{ restoredFrom: yesterday, messages: 14, now }, /from a copy made on .*24.* at /],
] as const)('a restored server: %j', ([sight, words]) => {
  expect(restoredWords(sight)).toMatch(words)
})
