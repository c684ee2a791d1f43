import { describe, expect, test } from 'vitest'
import type { ReplyEvent } from '#protocol/events.ts'
import { emptyReply, withEvents } from './reply-view.ts'

const fault = { fault: 'backend-cut', side: 'model', title: 'It broke off', detail: 'It did.' } as const
const usage = { promptTokens: null, completionTokens: 1 }
const token = (text: string): ReplyEvent => ({ t: 'token', text })

describe('a reply as its log tells it', () => {
  test('it waits in line, is written, pauses, goes on at a seam, and is done', () => {
    const queued = withEvents(emptyReply, [{ t: 'queue', place: 2, etaMs: 4_000 }])
    expect(queued).toMatchObject({ state: 'queued', place: { place: 2, etaMs: 4_000 } })
    const stalled = withEvents(queued, [token('Half'), { t: 'note', note: 'stalled', fault }])
    expect(stalled).toMatchObject({ state: 'stalled', text: 'Half', place: null, pause: fault })
    const resumed = withEvents(stalled, [
      { t: 'seam', from: 'a', to: 'b', why: 'backend-cut', way: 'prefill' },
      { t: 'note', note: 'resumed' },
      token(' and half'),
    ])
    expect(resumed).toMatchObject({ state: 'writing', text: 'Half and half', pause: null, seams: [{ at: 4, to: 'b' }] })
    expect(withEvents(resumed, [{ t: 'done', reason: 'done', usage }])).toMatchObject({ state: 'done' })
  })

  test('it keeps the words and the reason of a reply that failed', () => {
    const failed = withEvents(emptyReply, [token('Half'), { t: 'done', reason: 'failed', usage, fault }])
    expect(failed).toMatchObject({ state: 'failed', text: 'Half', done: { fault } })
  })

  test('it counts what was left out as unreadable', () => {
    expect(withEvents(emptyReply, [{ t: 'note', note: 'garbled' }, token('x')])).toMatchObject({
      garbled: 1,
      text: 'x',
    })
  })
})
