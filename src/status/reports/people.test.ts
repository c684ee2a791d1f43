import { describe, expect, test } from 'vitest'
import { marker } from './marks.ts'
import { People } from './people.ts'

const minute = 60_000

describe('who has reported', () => {
  test('counts once in a quarter of an hour, and once in what is added up', () => {
    const people = new People()
    expect(people.add('a', 0)).toBe('new')
    expect(people.add('a', 14 * minute)).toBe('same')
    expect(people.add('a', 15 * minute)).toBe('again')
    expect(people.add('b', 15 * minute)).toBe('new')
    expect(people.add('a', 7 * 60 * minute)).toBe('new')
  })

  test('is counted in every window that reaches back so far', () => {
    const people = new People()
    for (const [index, at] of [0, 31, 46, 56].entries()) people.add(String(index), at * minute)
    expect(people.within(60 * minute - 1)).toEqual({ 5: 1, 15: 2, 30: 3, 60: 4 })
  })

  test('is forgotten after six hours, and remembered in a bounded number', () => {
    const people = new People()
    for (let i = 0; i < 50_000; i++) people.add(String(i), i)
    expect(people.within(50_000)[60]).toBe(10_000)
    people.forget(7 * 60 * minute)
    expect(people.within(50_000)[60]).toBe(0)
  })

  test('is not silenced by a clock that was set back', () => {
    const people = new People()
    people.add('a', 100 * minute)
    expect(people.add('a', 10 * minute)).toBe('new')
    people.add('b', 200 * minute)
    people.forget(20 * minute)
    expect(people.within(20 * minute)[60]).toBe(1)
  })
})

describe('a mark', () => {
  let now = 0
  let salts = 0
  const markOf = marker({ now: () => now }, () => `salt ${(salts += 1)}`)

  test('is the same for the same address, and says nothing of it', () => {
    expect(markOf('192.0.2.7')).toBe(markOf('192.0.2.7'))
    expect(markOf('192.0.2.7')).not.toBe(markOf('192.0.2.8'))
    expect(markOf('192.0.2.7')).not.toContain('192')
  })

  test.for([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:0DB8:0001:0002:0:0:0:1', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::1', '::2', true],
    ['fe80::1%eth0', 'fe80::2', true],
    ['::ffff:192.0.2.7', '192.0.2.7', true],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.8', false],
  ] as const)('of %s and %s is that of one household: %s', ([one, other, isSame]) => {
    expect(markOf(one) === markOf(other)).toBe(isSame)
  })

  test('is another the day after next', () => {
    const before = markOf('192.0.2.7')
    now += 49 * 3_600_000
    expect(markOf('192.0.2.7')).not.toBe(before)
  })
})
