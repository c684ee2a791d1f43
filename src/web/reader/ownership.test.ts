import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ReplyEvent } from '#protocol/events.ts'
import { formatOffset, parseOffset } from '#protocol/stream.ts'
import type { Frame } from './frames.ts'
import { logStart, nothingOwned, takeFrame, withoutConnection } from './ownership.ts'

const log: readonly ReplyEvent[] = Array.from({ length: 40 }, (_, index) => ({ t: 'token', text: `${index} ` }))

/** What a server sends from an offset on, in batches of these sizes, each with its control. */
function framesFrom(offset: string, sizes: readonly number[]): readonly Frame[] {
  let at = offset === logStart ? 0 : (parseOffset(offset) ?? 0)
  return sizes.flatMap((size): readonly Frame[] => {
    const events = log.slice(at, at + size)
    at += events.length
    const nextOffset = formatOffset(at)
    return [
      { kind: 'data', events, nextOffset },
      { kind: 'control', nextOffset, isUpToDate: true, isClosed: false },
    ]
  })
}

const connection = fc.record({
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 8 }),
  /** After how many frames it is cut: often between data and control. */
  cutAfter: fc.nat(16),
  /** Which of its frames a proxy sends a second time. */
  repeats: fc.nat(16),
})

describe('owning a log over broken connections', () => {
  test('whatever is cut or repeated, each event is owned once and in order', () => {
    fc.assert(
      fc.property(fc.array(connection, { maxLength: 12 }), (connections) => {
        let ownership = nothingOwned
        const owned: ReplyEvent[] = []
        for (const { sizes, cutAfter, repeats } of connections) {
          const sent = framesFrom(ownership.offset, sizes).slice(0, cutAfter)
          const repeated = sent.slice(0, repeats - (repeats % 2))
          for (const frame of [...sent, ...repeated]) {
            const taken = takeFrame(ownership, frame)
            ownership = taken.ownership
            owned.push(...taken.events)
          }
          ownership = withoutConnection(ownership)
        }
        expect(owned).toEqual(log.slice(0, owned.length))
        expect(ownership.offset).toBe(owned.length === 0 ? logStart : formatOffset(owned.length))
      }),
      { numRuns: 500 },
    )
  })

  test('data without its control is not owned, and is forgotten with the connection', () => {
    const [data] = framesFrom(logStart, [3])
    if (data === undefined) throw new Error('the model server sent nothing')
    const taken = takeFrame(nothingOwned, data)
    expect(taken.events).toEqual([])
    expect(withoutConnection(taken.ownership)).toEqual(nothingOwned)
  })

  test('an unreadable frame takes nothing with it that was owned', () => {
    const ownership = { offset: formatOffset(5), unowned: log.slice(5, 7) }
    expect(takeFrame(ownership, { kind: 'unreadable', because: 'x' })).toEqual({
      ownership: { offset: formatOffset(5), unowned: [] },
      events: [],
    })
  })
})
