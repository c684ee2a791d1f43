import { describe, expect, test } from 'vitest'
import { openGenerator, type Limits } from '../../../src/story/generator.ts'
import { faultFrom, opened } from '../../support/generators.ts'

describe('A13: each limit can be set, and its fault says where', () => {
  test.for<readonly [Partial<Limits>, string, string, number, number]>([
    [{ steps: 100 }, 'output\n  [f()]\nf() =>\n  while (true) {}', 'too-many-steps', 2, 5],
    [{ depth: 10 }, 'output\n  [x]\nx\n  a [x]', 'too-deep', 4, 5],
    [{ characters: 10 }, 'output\n  [x][x]\nx\n  123456', 'output-too-long', 2, 6],
    [{ characters: 10 }, 'output\n  ["ab".repeat(6).length]', 'output-too-long', 2, 8],
    [{ nesting: 3 }, 'output\n  {{{{a|b}|c}|d}|e}', 'too-nested', 2, 3],
    [{ nesting: 3 }, 'output\n  [((((1))))]', 'too-nested', 2, 3],
    [{ nesting: 3 }, 'output\n  [!!!!!1]', 'too-nested', 2, 7],
  ])('%j', async ([limits, source, id, line, column]) => {
    const generator = opened(source, { limits })
    const fault = await faultFrom(generator)
    expect(fault).toMatchObject({ id, line, column })
  })

  test('a source over the limit is refused before it is read', () => {
    expect(openGenerator('output\n  x', { limits: { source: 5 } })).toMatchObject({
      ok: false,
      error: { id: 'source-too-large' },
    })
  })

  test('time ends a generation as soon as it is over, by the clock that was handed in', async () => {
    let now = 0
    const clock = (): number => (now += 1)
    const generator = opened('output\n  [f()]\nf() =>\n  while (true) {}', { now: clock, limits: { timeMs: 20 } })
    expect(await faultFrom(generator)).toMatchObject({
      id: 'out-of-time',
      message: 'The generator did not end within 20 ms.',
    })
    expect(now).toBeLessThan(30)
  })

  test('a list may call itself a hundred times', async () => {
    const source = 'output\n  [n = 0, ""][turn]\nturn\n  .[n++, ""][turn] ^[n < 100]\n  ! ^[n == 100]'
    const rolled = await opened(source).roll({ seed: 1 })
    expect(rolled.ok && rolled.value.text).toBe(`${'.'.repeat(100)}!`)
  })
})
