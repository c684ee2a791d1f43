import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  blackedOut,
  drawnOver,
  edgeOf,
  edges,
  firstFrame,
  fitted,
  leftOf,
  withEdge,
  type Area,
  type Edit,
} from './framing.ts'

const size = { width: 400, height: 300 }
const whole: Area = { left: 0, top: 0, ...size }

const anArea = fc
  .tuple(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 3_000 }))
  .map(([left, top, width, height]): Area => ({ left, top, width, height }))
const aPoint = fc.record({
  x: fc.double({ min: -1, max: 2, noNaN: true }),
  y: fc.double({ min: -1, max: 2, noNaN: true }),
})

function isWithin({ left, top, width, height }: Area, outer: Area): boolean {
  const isAcross = left >= outer.left && left + width <= outer.left + outer.width
  return isAcross && top >= outer.top && top + height <= outer.top + outer.height && width >= 1 && height >= 1
}

describe('what a pointer is drawn over', () => {
  test('is in pixels of the picture, whichever way it was drawn', () => {
    const area = { left: 100, top: 30, width: 200, height: 150 }
    expect(drawnOver({ x: 0.25, y: 0.1 }, { x: 0.75, y: 0.6 }, whole)).toEqual(area)
    expect(drawnOver({ x: 0.75, y: 0.1 }, { x: 0.25, y: 0.6 }, whole)).toEqual(area)
    expect(drawnOver({ x: 0.75, y: 0.6 }, { x: 0.25, y: 0.1 }, whole)).toEqual(area)
  })

  test('has every pixel in it that was touched, and none outside the picture', () => {
    expect(drawnOver({ x: 0.1001, y: 0.1 }, { x: 0.2001, y: 0.2 }, whole)).toMatchObject({ left: 40, width: 41 })
    fc.assert(
      fc.property(aPoint, aPoint, anArea, (from, to, shown) => {
        const area = drawnOver(from, to, shown)
        expect(isWithin(area, shown)).toBe(true)
        expect(Object.values(area).every(Number.isInteger)).toBe(true)
        const [first, last] = [Math.min(from.x, to.x), Math.max(from.x, to.x)].map(
          (share) => shown.left + Math.min(1, Math.max(0, share)) * shown.width,
        )
        expect(area.left).toBeLessThanOrEqual(first ?? 0)
        expect(area.left + area.width).toBeGreaterThanOrEqual(last ?? 0)
      }),
    )
  })

  test('after a crop it is still in pixels of the whole picture', () => {
    const shown = { left: 50, top: 60, width: 100, height: 80 }
    expect(drawnOver({ x: 0.5, y: 0.5 }, { x: 1, y: 1 }, shown)).toEqual({ left: 100, top: 100, width: 50, height: 40 })
  })
})

describe('the edits', () => {
  const black: Edit = { kind: 'black-out', area: { left: 10, top: 10, width: 50, height: 20 } }
  const crop: Edit = { kind: 'crop', area: { left: 5, top: 5, width: 100, height: 90 } }
  const smaller: Edit = { kind: 'crop', area: { left: 20, top: 20, width: 40, height: 30 } }

  test('the last crop counts, and the one before is back when it is taken back', () => {
    const edits = [crop, black, smaller]
    expect(leftOf(size, [])).toEqual(whole)
    expect(leftOf(size, edits)).toEqual(smaller.area)
    expect(leftOf(size, edits.slice(0, -1))).toEqual(crop.area)
  })

  test('all that was blacked out stays so, whatever was cropped', () => {
    expect(blackedOut([black, crop, { ...black, area: smaller.area }])).toEqual([black.area, smaller.area])
  })
})

describe('the edges of the frame', () => {
  test('one moves and the others stay', () => {
    const frame = { left: 100, top: 75, width: 200, height: 150 }
    expect(edges.map((edge) => edgeOf(frame, whole, edge))).toEqual([100, 300, 75, 225])
    expect(withEdge(frame, whole, { edge: 'left', to: 120 })).toEqual({ ...frame, left: 120, width: 180 })
    expect(withEdge(frame, whole, { edge: 'bottom', to: 300 })).toEqual({ ...frame, height: 225 })
  })

  test('never cross, and never leave what is shown', () => {
    fc.assert(
      fc.property(anArea, aPoint, aPoint, fc.constantFrom(...edges), fc.integer(), (shown, from, to, edge, at) => {
        const moved = withEdge(drawnOver(from, to, shown), shown, { edge, to: at })
        expect(isWithin(moved, shown)).toBe(true)
      }),
    )
  })
})

test('the first frame is in the middle, also of a picture of one pixel', () => {
  expect(firstFrame(whole)).toEqual({ left: 100, top: 75, width: 200, height: 150 })
  expect(firstFrame({ left: 0, top: 0, width: 1, height: 1 })).toEqual({ left: 0, top: 0, width: 1, height: 1 })
})

test('what is too large is made to fit, what is small stays as it is, and nothing becomes nothing', () => {
  expect(fitted({ width: 4_000, height: 2_000 }, 1_600)).toEqual({ width: 1_600, height: 800 })
  expect(fitted({ width: 640, height: 480 }, 1_600)).toEqual({ width: 640, height: 480 })
  expect(fitted({ width: 1, height: 100_000 }, 1_600)).toEqual({ width: 1, height: 1_600 })
})
