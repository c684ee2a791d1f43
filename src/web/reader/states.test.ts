import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOver, nextState, readerEvents, readerStates, type ReaderState } from './states.ts'

const anyEvents = fc.array(fc.constantFrom(...readerEvents))
const after = (state: ReaderState, events: readonly (typeof readerEvents)[number][]): ReaderState =>
  events.reduce<ReaderState>((now, event) => nextState[now][event], state)

describe('the life of a reader', () => {
  test('every state knows what every event makes of it', () => {
    for (const state of readerStates) {
      for (const event of readerEvents) expect(readerStates).toContain(nextState[state][event])
    }
  })

  test('a reader that is over is never begun again by anything that arrives late', () => {
    fc.assert(
      fc.property(fc.constantFrom(...readerStates.filter(isOver)), anyEvents, (state, events) => {
        expect(after(state, events)).toBe(state)
      }),
    )
  })

  test('only a closed log ends it: no cut, bar, silence or wake-up ever does', () => {
    const interruptions = fc.array(fc.constantFrom('opened', 'cut', 'barred', 'silent', 'due', 'woke'))
    fc.assert(
      fc.property(interruptions, (events) => {
        expect(isOver(after('connecting', events))).toBe(false)
      }),
    )
  })

  test('from wherever it is, it can be left, and can come back to reading', () => {
    for (const state of readerStates.filter((each) => !isOver(each))) {
      expect(nextState[state].left).toBe('left')
      expect(after(state, ['cut', 'due', 'opened'])).toBe('reading')
    }
  })
})
