import { describe, expect, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { emptyReply, withEvents } from '../reader/reply-view.ts'
import type { WaitingTurn } from '../outbox/waiting-turn.ts'
import { connectingWords } from './connecting-words.ts'
import { failureWords, seamWords } from './fault-words.ts'
import { duration, notKept, notSent, quietLineOf, waitingLineOf } from './wording.ts'

const begun = withEvents(emptyReply, [{ t: 'token', text: 'Once' }])
const over = withEvents(begun, [{ t: 'done', reason: 'done', usage: { promptTokens: null, completionTokens: 1 } }])

describe('the quiet line under a reply', () => {
  test('there is none while the words come, and none when the reply is over', () => {
    expect(quietLineOf({ view: begun, reader: 'reading', trouble: null })).toBeNull()
    expect(quietLineOf({ view: over, reader: 'ended', trouble: problem('offline') })).toBeNull()
  })

  test('it says what happened, whose side it is on, and that it goes on by itself', () => {
    expect(quietLineOf({ view: begun, reader: 'waiting', trouble: problem('origin-refused') })).toEqual({
      what: 'The server is not accepting connections',
      side: 'server',
      next: 'What you see is kept, and it goes on by itself when the way is free again.',
      isTentative: false,
    })
  })

  test.for(['waiting', 'connecting'] as const)(
    'a break that nobody knows the reason of yet names no side, and shows itself only if it lasts (%s)',
    (reader) => {
      const line = { what: 'The connection broke', side: null, isTentative: true }
      expect(quietLineOf({ view: begun, reader, trouble: null })).toMatchObject(line)
    },
  )

  test('nothing has broken before the first word has come', () => {
    expect(quietLineOf({ view: emptyReply, reader: 'connecting', trouble: null })).toBeNull()
  })

  test('where something in between answers, it says what the person can do about it', () => {
    expect(quietLineOf({ view: begun, reader: 'waiting', trouble: problem('intercepted') })).toMatchObject({
      side: 'path',
      next: expect.stringContaining('sign in'),
    })
  })

  test("a pause of the model is the model's", () => {
    const fault = { fault: 'backend-silent', side: 'model', title: 'The model server fell silent', detail: '' } as const
    const stalled = withEvents(begun, [{ t: 'note', note: 'stalled', fault }])
    expect(quietLineOf({ view: stalled, reader: 'reading', trouble: null })).toMatchObject({
      what: fault.title,
      side: 'model',
    })
  })

  test('it tells the place in line and the wait', () => {
    const waiting = withEvents(emptyReply, [{ t: 'queue', place: 3, etaMs: 20_000 }])
    expect(quietLineOf({ view: waiting, reader: 'reading', trouble: null })).toMatchObject({
      what: 'Place 3 in line, about 20 seconds',
    })
  })

  test('it promises nothing of a log that the server does not have', () => {
    expect(quietLineOf({ view: begun, reader: 'refused', trouble: problem('log-unknown') })).toEqual({
      what: 'There is no such log',
      side: 'you',
      isTentative: false,
    })
  })
})

test('a failed reply is not told that it goes on by itself', () => {
  const fault = { fault: 'backend-cut', side: 'model', title: 'x', detail: 'It goes on by itself.' } as const
  expect(failureWords(fault).detail).not.toContain('goes on')
  expect(failureWords({ ...fault, fault: 'prompt-too-long' }).detail).toContain('larger context')
})

test('a seam names who took over, how, and why', () => {
  const seam = { t: 'seam', from: 'atlas', to: 'birch', why: 'backend-cut', way: 'asked', at: 3 } as const
  expect(seamWords(seam)).toBe(
    'Here birch took over from atlas, asked to go on; what follows may fit less well. The reason: The model server broke off.',
  )
  expect(seamWords({ ...seam, to: 'atlas', why: 'server-restarted' })).toContain('atlas was asked again')
})

test.for([
  [400, 'a second'],
  [20_000, '20 seconds'],
  [300_000, '5 minutes'],
  [10_800_000, '3 hours'],
] as const)('%d ms are %s', ([ms, words]) => {
  expect(duration(ms)).toBe(words)
})

describe('a model that could not be connected', () => {
  test('is told of without a word about a reply, for there is none', () => {
    const words = connectingWords(problem('backend-refused', { because: 'ECONNREFUSED' }))
    expect(words).toMatchObject({ side: 'model', because: 'ECONNREFUSED' })
    expect(words.detail).toBe(
      'The program that runs the model is not running, or not where it should be. Nothing was changed. Check what you entered, then try again.',
    )
    expect(words).not.toHaveProperty('kept')
  })

  test('a fault on the way to our own server keeps its own words', () => {
    const fault = problem('origin-refused')
    expect(connectingWords(fault)).toBe(fault)
  })
})

describe('the line under a message that waits', () => {
  const turn: WaitingTurn = {
    id: '01a20f82-5ffd-7399-b3a4-000000000001',
    chatId: '01a20f82-5ffd-7399-b3a4-58206148884e',
    text: 'Once',
    place: 'chat',
    order: 1,
    isEdit: false,
    spot: { isNewChat: false, isAfterReply: true },
    mayHaveArrived: false,
    refusal: null,
    revision: 1,
  }
  const alone = { turn, index: 0, trouble: null, isReplyOver: true }

  test('it says what it waits for, and that it can be changed until then', () => {
    expect(waitingLineOf({ ...alone, isReplyOver: false })).toMatchObject({
      next: expect.stringContaining('when the reply above is written'),
      isChangeable: true,
    })
    expect(waitingLineOf({ ...alone, index: 1 })).toMatchObject({
      what: 'Waiting to be sent, after the message above',
      isChangeable: true,
    })
  })

  test('it says whose side keeps it, and that the words are kept', () => {
    expect(waitingLineOf({ ...alone, trouble: problem('origin-refused') })).toMatchObject({
      side: 'server',
      next: expect.stringContaining('kept in this browser'),
      isChangeable: true,
    })
  })

  test('it does not promise that a message can be changed which may have arrived', () => {
    const line = waitingLineOf({ ...alone, turn: { ...turn, mayHaveArrived: true }, trouble: problem('offline') })
    expect(line).toMatchObject({ next: expect.stringContaining('may have arrived'), isChangeable: false })
  })

  test('a refusal is told as what it is', () => {
    const refusal = problem('unknown-chat')
    expect(waitingLineOf({ ...alone, turn: { ...turn, refusal } })).toMatchObject({ what: refusal.title, side: 'you' })
  })
})

describe('a browser that does not keep what it should', () => {
  test.for(['quota', 'lost', 'blocked'] as const)('%s is told with what becomes of the words', (kind) => {
    const failure = { kind, because: 'x' }
    expect(notKept(failure)).toMatch(/as long as this tab is open/)
    expect(notSent(failure)).toMatch(/still in the box/)
  })
})
