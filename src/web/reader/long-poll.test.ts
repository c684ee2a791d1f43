import { expect, test } from 'vitest'
import { problemType } from '#protocol/problem.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { testMeans } from '../test-means.ts'
import type { Frame } from './frames.ts'
import { LongPoll } from './long-poll.ts'

interface Answer {
  readonly status?: number
  readonly headers: Record<string, string>
  readonly body?: string
}

/** Answers one after the other; when there are no more, nobody answers. */
function answered(...answers: readonly Answer[]) {
  const clock = manualClock()
  const asked: string[] = []
  const means = {
    ...testMeans((path, request) => {
      const answer = answers[asked.length]
      asked.push(path)
      if (answer !== undefined) return Promise.resolve(new Response(answer.body ?? null, answer))
      return new Promise((_, reject) => request?.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
    }),
    clock,
  }
  const poll = new LongPoll('/v1/stream/x', means)
  const frames: Frame[] = []
  const read = async (): Promise<void> => {
    for await (const frame of poll.frames()) {
      frames.push(frame)
      if (frame.kind === 'control' && frame.isClosed) return
    }
  }
  /** Lets the time go on until it is so. */
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await clock.advance(10)
  }
  return { clock, asked, poll, frames, read, until }
}

const at = (offset: string, more: Record<string, string> = {}): Record<string, string> => ({
  'Stream-Next-Offset': offset,
  ...more,
})
const token = '[{"t":"token","text":"a"}]'

test('it reads once, then asks for news from where it is, with the cursor it was given, until the log is closed', async () => {
  const { asked, poll, frames, read, until } = answered(
    { headers: at('01'), body: token },
    { status: 204, headers: at('01', { 'Stream-Up-To-Date': 'true', 'Stream-Cursor': '7' }) },
    { headers: at('02', { 'Stream-Closed': 'True', 'Stream-Cursor': '8' }), body: token },
  )
  expect(await poll.open('-1')).toMatchObject({ event: 'opened' })
  const reading = read()
  await until(() => frames.length === 5)
  await reading
  expect(asked).toEqual([
    '/v1/stream/x?offset=-1',
    '/v1/stream/x?offset=01&live=long-poll',
    '/v1/stream/x?offset=01&live=long-poll&cursor=7',
  ])
  const data = { kind: 'data', events: [{ t: 'token', text: 'a' }] }
  expect(frames).toEqual([
    { ...data, nextOffset: '01' },
    { kind: 'control', nextOffset: '01', isUpToDate: false, isClosed: false },
    { kind: 'control', nextOffset: '01', isUpToDate: true, isClosed: false },
    { ...data, nextOffset: '02' },
    { kind: 'control', nextOffset: '02', isUpToDate: true, isClosed: true },
  ])
})

test('however fast the words come, it asks no more than ten times a second', async () => {
  const { clock, asked, poll, read, until } = answered(
    ...Array.from({ length: 40 }, (_, n) => ({ headers: at(`${10 + n}`) })),
  )
  await poll.open('-1')
  const reading = read()
  const from = clock.now()
  await until(() => asked.length === 21)
  expect(clock.now() - from).toBeGreaterThanOrEqual(2_000)
  poll.end('left')
  await expect(reading).rejects.toThrow()
  expect(poll.endedBy).toBe('left')
})

test('a poll that is not answered for two intervals is given up', async () => {
  const { clock, asked, poll, read, until } = answered({ headers: at('01') })
  await poll.open('-1')
  const reading = read()
  await until(() => asked.length === 2)
  await clock.advance(29_999)
  expect(poll.endedBy).toBeNull()
  await clock.advance(1)
  expect(poll.endedBy).toBe('silent')
  await reading
})

test.for<readonly [string, Answer]>([
  ['that is not from the log', { headers: { 'content-type': 'text/html' }, body: '<p>Sign in' }],
  ['that refuses', { status: 503, headers: { 'content-type': problemType }, body: '{}' }],
])('an answer %s ends it', async ([, answer]) => {
  const { asked, poll, frames, read, until } = answered({ headers: at('01') }, answer)
  await poll.open('-1')
  const reading = read()
  await until(() => asked.length === 2)
  await reading
  expect(frames).toHaveLength(1)
})
