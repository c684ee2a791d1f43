import { expect, test } from 'vitest'
import { oneOf, seededChance } from './chance.ts'

test('the same words give the same numbers, and others give others', () => {
  const numbers = (...words: readonly (string | number)[]) => {
    const chance = seededChance(...words)
    return Array.from({ length: 20 }, () => chance())
  }
  expect(numbers('13', 1)).toEqual(numbers('13', 1))
  expect(numbers('13', 1)).not.toEqual(numbers('13', 2))
  expect(numbers('13', 1)).not.toEqual(numbers('14', 1))
  expect(numbers('13', 1).every((number) => number >= 0 && number < 1)).toBe(true)
})

test('each of several is drawn about as often', () => {
  const chance = seededChance('draw')
  const drawn = Array.from({ length: 3000 }, () => oneOf(chance, 'a', 'b', 'c'))
  for (const one of ['a', 'b', 'c']) {
    const count = drawn.filter((each) => each === one).length
    expect(count).toBeGreaterThan(800)
    expect(count).toBeLessThan(1200)
  }
})
