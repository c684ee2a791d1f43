import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextSpan, partsOf, spanWithin, type Part, type Span } from './span.ts'

const heights = [100, 50, 200, 10]

describe('the rows between two heights', () => {
  test.for([
    ['the whole list', 0, 360, { from: 0, to: 4 }],
    ['a piece in the middle of one row', 110, 140, { from: 1, to: 2 }],
    ['from the lower edge of one row to the upper edge of another', 100, 350, { from: 1, to: 3 }],
    ['across an edge', 99, 101, { from: 0, to: 2 }],
    ['above the list', -500, -100, { from: 0, to: 1 }],
    ['below the list', 900, 1_000, { from: 3, to: 4 }],
    ['more than the list', -500, 1_000, { from: 0, to: 4 }],
  ] as const)('%s', ([, top, bottom, span]) => {
    expect(spanWithin(heights, top, bottom)).toEqual(span)
  })

  test('of an empty list are none', () => {
    expect(spanWithin([], 0, 100)).toEqual({ from: 0, to: 0 })
  })

  test('are exactly those that reach between them', () => {
    fc.assert(
      fc.property(someHeights, fc.nat(2_000), fc.nat(2_000), (px, top, height) => {
        const total = px.reduce((sum, one) => sum + one, 0)
        fc.pre(top < total && height > 0)
        const { from, to } = spanWithin(px, top, top + height)
        for (const [index, one] of px.entries()) {
          const y = px.slice(0, index).reduce((sum, other) => sum + other, 0)
          expect(index >= from && index < to, `row ${index}`).toBe(y + one > top && y < top + height)
        }
      }),
    )
  })
})

describe('the rows to draw next', () => {
  const allowed = { from: 10, to: 40 }

  test.for([
    ['stay while they hold what is needed', { from: 12, to: 30 }, { from: 15, to: 25 }, { from: 12, to: 30 }],
    ['grow by what is needed', { from: 12, to: 30 }, { from: 20, to: 35 }, { from: 12, to: 35 }],
    ['lose what is too far away', { from: 0, to: 30 }, { from: 20, to: 30 }, { from: 10, to: 30 }],
    ['go on where they only touch', { from: 10, to: 20 }, { from: 20, to: 30 }, { from: 10, to: 30 }],
    ['begin anew after a leap', { from: 10, to: 15 }, { from: 30, to: 40 }, { from: 30, to: 40 }],
  ] as const)('%s', ([, now, needed, next]) => {
    expect(nextSpan(now, needed, allowed)).toEqual(next)
  })

  test('are all that are needed, and none that is neither needed nor allowed', () => {
    fc.assert(
      fc.property(someSpan, someSpan, fc.nat(9), fc.nat(9), (now, needed, above, below) => {
        const room = { from: needed.from - above, to: needed.to + below }
        const next = nextSpan(now, needed, room)
        expect(next.from).toBeLessThanOrEqual(needed.from)
        expect(next.to).toBeGreaterThanOrEqual(needed.to)
        expect(next.from).toBeGreaterThanOrEqual(room.from)
        expect(next.to).toBeLessThanOrEqual(room.to)
      }),
    )
  })
})

describe('the parts of a list', () => {
  test('are rows where they are drawn, and room for the others', () => {
    expect(partsOf(heights, [{ from: 1, to: 2 }])).toEqual([
      { is: 'gap', px: 100 },
      { is: 'rows', from: 1, to: 2 },
      { is: 'gap', px: 210 },
    ])
  })

  test('of which nothing is drawn are one room', () => {
    expect(partsOf(heights, [])).toEqual([{ is: 'gap', px: 360 }])
  })

  test('make up the whole list, whatever is drawn: each row once, in order', () => {
    fc.assert(
      fc.property(someHeights, fc.array(someSpan, { maxLength: 4 }), (px, anySpans) => {
        const spans = anySpans.map(({ from, to }) => ({ from: Math.min(from, px.length), to: Math.min(to, px.length) }))
        const parts = partsOf(px, spans)
        expect(rowsOf(parts)).toEqual(px.flatMap((_, index) => (spans.some(holds(index)) ? [index] : [])))
        expect(heightOf(parts, px)).toBe(px.reduce((sum, one) => sum + one, 0))
      }),
    )
  })
})

const someHeights = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 30 })
const someSpan = fc.tuple(fc.nat(30), fc.nat(10)).map(([from, length]): Span => ({ from, to: from + length }))
const holds = (index: number) => (span: Span) => index >= span.from && index < span.to

function rowsOf(parts: readonly Part[]): readonly number[] {
  return parts.flatMap((part) =>
    part.is === 'gap' ? [] : Array.from({ length: part.to - part.from }, (_, offset) => part.from + offset),
  )
}

function heightOf(parts: readonly Part[], px: readonly number[]): number {
  const drawn = rowsOf(parts).reduce((sum, index) => sum + (px[index] ?? 0), 0)
  return parts.reduce((sum, part) => sum + (part.is === 'gap' ? part.px : 0), drawn)
}
