import { expect, test } from 'vitest'
import type { BriefBoard } from '#protocol/brief-board.ts'
import { fail, ok } from '#shared/outcome.ts'
import { manualClock } from '../../../test/support/clock.ts'
import type { Ask } from '../handler.ts'
import { learntIncident } from './learnt-incident.ts'

const clock = manualClock()
const open = [{ id: '2gztsrksff0v', title: 'The server is away', side: 'server', startedAt: 0, safe: '', says: [] }]
const board = { asOf: clock.now(), name: 'Holdfast', blindSince: null, open } satisfies Record<
  keyof BriefBoard,
  unknown
>
const observation = { phase: 'headers', kind: 'silent', code: '', tookMs: 0, sizeBytes: 0 } as const

/** Keeps what is asked until the test answers it. */
function asked() {
  const answers: ((body: string | null) => void)[] = []
  const stays: Promise<unknown>[] = []
  const ask: Ask = (_, __, { signal }) =>
    new Promise((resolve) => {
      const silent = (): void => resolve(fail({ observation, because: 'silent' }))
      signal?.addEventListener('abort', silent)
      answers.push((body) => resolve(ok(new Response(body))))
    })
  return {
    answers,
    stays,
    ...learntIncident({ clock, ask }),
    stay: (until: Promise<unknown>) => void stays.push(until),
  }
}

test('whoever meets a fault first is told of the incident, and others for ten seconds without a question', async () => {
  const { answers, learn, stay, incident } = asked()
  const learning = learn(stay)
  answers[0]?.(JSON.stringify(board))
  await learning
  expect(incident()).toMatchObject({ id: '2gztsrksff0v', title: 'The server is away' })
  await learn(stay)
  expect(answers).toHaveLength(1)
  await clock.advance(10_000)
  void learn(stay)
  expect(answers).toHaveLength(2)
})

test('a silent status process costs a visitor three tenths of a second, and what it says late is for the next one', async () => {
  const { answers, stays, learn, stay, incident } = asked()
  let isBack = false
  const learning = learn(stay).then(() => (isBack = true))
  await clock.advance(299)
  expect(isBack).toBe(false)
  await clock.advance(1)
  await learning
  expect(incident()).toBe(undefined)
  answers[0]?.(JSON.stringify(board))
  await stays[0]
  expect(incident()?.id).toBe('2gztsrksff0v')
})

test('after two seconds nobody stays for it any more', async () => {
  const { stays, learn, stay, incident } = asked()
  void learn(stay)
  await clock.advance(2000)
  await stays[0]
  expect(incident()).toBe(undefined)
})

test.for([null, '', 'no JSON', '{}', '[]', `${JSON.stringify(board)}${' '.repeat(1_000_001)}`])(
  'what is no board of the status process changes nothing: %.20s',
  async (body) => {
    const { answers, learn, stay, incident } = asked()
    const learning = learn(stay)
    answers[0]?.(body)
    await learning
    expect(incident()).toBe(undefined)
  },
)
