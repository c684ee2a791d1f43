import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../test/support/clock.ts'
import { lookAgainMs, nextStanding, Passage, passageEvents, standings, type PassageNote } from './passage.ts'

function noteOf(barredAt: number | null): PassageNote {
  let kept = barredAt
  return { read: () => kept, write: (next) => void (kept = next) }
}

describe('whether event streams come through', () => {
  test('every standing knows what every event makes of it', () => {
    for (const standing of standings) {
      for (const event of passageEvents) expect(standings).toContain(nextStanding[standing][event])
    }
  })

  test('nothing but a long poll that was answered, after an event stream that was not, bars them', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...passageEvents)), (events) => {
        const passage = new Passage(manualClock(), noteOf(null))
        for (const event of events) passage.tell(event)
        if (!events.includes('barred') || !events.includes('polled')) expect(nextTwo(passage)).toBe('event-stream')
      }),
    )

    // A doubt ends with the next long poll that fails; a bar does not.
    function nextTwo(passage: Passage): string {
      passage.tell('failed')
      return passage.way
    }
  })

  test('one that did not come through has the next reader try a long poll; if that fails too, it was something else', () => {
    const passage = new Passage(manualClock(), noteOf(null))
    passage.tell('barred')
    expect(passage.way).toBe('long-poll')
    passage.tell('failed')
    expect(passage.way).toBe('event-stream')
  })

  test('once long polls have come through where they did not, an outage changes nothing of it', () => {
    const passage = new Passage(manualClock(), noteOf(null))
    for (const event of ['barred', 'polled', 'failed', 'failed'] as const) passage.tell(event)
    expect(passage.way).toBe('long-poll')
  })

  test('it is forgotten in another network, and looked at again after a while', async () => {
    const clock = manualClock()
    const passage = new Passage(clock, noteOf(null))
    const bar = (): void => {
      passage.tell('barred')
      passage.tell('polled')
    }
    bar()
    passage.tell('moved')
    expect(passage.way).toBe('event-stream')
    bar()
    await clock.advance(lookAgainMs)
    expect(passage.way).toBe('long-poll')
    await clock.advance(1)
    expect(passage.way).toBe('event-stream')
  })

  test('it is remembered over a reload, and a clock that was set back does not make that for ever', () => {
    const clock = manualClock()
    const note = noteOf(null)
    const before = new Passage(clock, note)
    before.tell('barred')
    before.tell('polled')
    expect(new Passage(clock, note).way).toBe('long-poll')
    expect(new Passage(manualClock(clock.now() - 86_400_000), note).way).toBe('event-stream')
    expect(note.read()).toBeNull()
  })
})
