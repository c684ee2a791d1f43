import { expect, test } from 'vitest'
import type { FaultId } from '#protocol/faults.ts'
import type { Backend } from '../models/port.ts'
import { consequenceOf, Tries } from './after-failure.ts'

const backend = (name: string): Backend => ({
  info: { name, kind: 'remote', source: 'configured', model: name, at: '', label: null },
  write: async function* () {},
  close: async () => undefined,
})
const [a, b] = [backend('a'), backend('b')]
const failure = (fault: FaultId, retryAfterMs?: number) => ({ fault, because: '', retryAfterMs })
const names = (tries: Tries, route: readonly Backend[]) => tries.next(route)?.backend.info.name

test('the first failure is mended at once, by the next back end when there is one', () => {
  const tries = new Tries(() => 0.5)
  expect(names(tries, [a, b])).toBe('a')
  tries.failed(a, failure('backend-cut'))
  expect(tries.next([a, b])).toMatchObject({ backend: b, delayMs: 0 })
  expect(tries.next([a])).toMatchObject({ backend: a, delayMs: 0 })
})

test('once everybody has failed the next tries wait, longer and longer, until a word comes', () => {
  const tries = new Tries(() => 1)
  const delays: number[] = []
  for (let n = 0; n < 10; n++) {
    tries.failed(a, failure('backend-refused'))
    delays.push(tries.next([a])?.delayMs ?? -1)
  }
  expect(delays[0]).toBe(0)
  expect(delays).toEqual(delays.toSorted((x, y) => x - y))
  expect(delays.at(-1)).toBe(15_000)
  tries.progressed()
  tries.failed(a, failure('backend-cut'))
  expect(tries.next([a])?.delayMs).toBe(0)
})

test('a back end that asks to be left alone is, and another is asked meanwhile', () => {
  const tries = new Tries(() => 0)
  tries.failed(a, failure('backend-busy', 3_000))
  expect(tries.next([a])?.delayMs).toBe(3_000)
  expect(tries.next([a, b])).toMatchObject({ backend: b, delayMs: 0 })
})

test.for<FaultId>(['backend-key-refused', 'backend-rejected', 'prompt-too-long', 'backend-not-a-model'])(
  'after %s the same back end is not asked again',
  (fault) => {
    const tries = new Tries(() => 0)
    tries.failed(a, failure(fault))
    expect(names(tries, [a, b])).toBe('b')
    expect(tries.next([a])).toBeUndefined()
    expect(tries.lastFailure).toMatchObject({ fault })
  },
)

test('another model is not used to get around a refusal', () => {
  expect(consequenceOf(failure('backend-declined'))).toBe('give-up')
})
