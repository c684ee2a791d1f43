import { describe, expect, test } from 'vitest'
import { browserClock } from '../browser.ts'
import type { Shelf } from '../means.ts'
import { memoryShelf, testMeans } from '../test-means.ts'
import { leaseMs, underLease, type LeaseMeans } from './lease.ts'

const never = new AbortController().signal

/** A tab whose seconds are milliseconds, and whose clock may be wrong. */
function tabAt(shelf: Shelf, wrongByMs = 0): LeaseMeans {
  const clock: LeaseMeans['clock'] = {
    ...browserClock,
    now: () => browserClock.now() * 1_000 + wrongByMs,
    sleep: (ms, signal) => browserClock.sleep(ms / 1_000, signal),
    every: (ms, run) => browserClock.every(ms / 1_000, run),
  }
  return { ...testMeans(() => Promise.reject(new Error('no network in this test'))), clock, shelf }
}

describe('one tab at a time without locks', () => {
  test('the second runs when the first is through', async () => {
    const shelf = memoryShelf()
    const log: string[] = []
    const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
    const first = underLease(
      tabAt(shelf),
      'test',
      async () => {
        log.push('first begins')
        await isOver
        log.push('first ends')
      },
      never,
    )
    await expect.poll(() => log).toEqual(['first begins'])
    const second = underLease(tabAt(shelf), 'test', async () => void log.push('second'), never)
    end()
    await Promise.all([first, second])
    expect(log).toEqual(['first begins', 'first ends', 'second'])
    expect(shelf.keys('')).toEqual([])
  })

  test.for([
    ['a tab that is gone', -1],
    ['a clock that was set back', leaseMs * 1_000],
  ] as const)('%s keeps nobody waiting for ever', async ([, leftMs]) => {
    const shelf = memoryShelf()
    const tab = tabAt(shelf)
    shelf.put('holdfast:lease:test', `somebody ${tab.clock.now() + leftMs}`)
    let ran = false
    await underLease(tab, 'test', async () => void (ran = true), never)
    expect(ran).toBe(true)
  })
})
