import { describe, expect, test } from 'vitest'
import { Heights, type Row } from './heights.ts'

const row = (id: string, length: number): Row => ({ id, text: 'x'.repeat(length) })

const rows: readonly Row[] = [row('short', 60), row('long', 2_760), row('as short', 60)]

function heightsOf(list: readonly Row[]): Heights {
  const heights = new Heights()
  heights.setRows(list)
  return heights
}

describe('heights', () => {
  test('are guessed from the length of the text at first', () => {
    const [short = 0, long = 0, asShort] = heightsOf(rows).px
    expect(long).toBe(10 * short)
    expect(asShort).toBe(short)
  })

  test('are what was measured, from then on', () => {
    const heights = heightsOf(rows)
    heights.measure(1, 777)
    expect(heights.px[1]).toBe(777)
    heights.setRows([row('above', 10), ...rows])
    expect(heights.px[2]).toBe(777)
  })

  test('are guessed from those that were measured when others come', () => {
    const heights = heightsOf(rows)
    heights.measure(0, 150)
    heights.setRows([...rows, row('new', 360)])
    expect(heights.px).toEqual([150, 1_500, 150, 300])
  })

  test('do not move under whoever is looking: a guess stays as it is until the list is another', () => {
    const heights = heightsOf(rows)
    const [, , guess] = heights.px
    heights.measure(0, 999)
    expect(heights.px[2]).toBe(guess)
  })

  test('of a row that grows are the last ones measured', () => {
    const heights = heightsOf(rows)
    for (const px of [100, 130, 150]) heights.measure(0, px)
    heights.setRows([...rows])
    expect(heights.px).toEqual([150, 1_500, 150])
  })

  test('are guesses again when the list has another width', () => {
    const heights = heightsOf(rows)
    heights.measure(1, 777)
    heights.forget()
    expect(heights.px).toEqual(heightsOf(rows).px)
  })
})
