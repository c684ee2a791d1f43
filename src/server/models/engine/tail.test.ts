import { expect, test } from 'vitest'
import { Tail } from './tail.ts'

test('keeps the last lines, however they were cut, and no stack frames', () => {
  const tail = new Tail(2)
  for (const text of ['one\ntw', 'o\nError: th', 'ree\n    at here (file.js:1)\n']) tail.add(text)
  expect(tail.lines).toEqual(['two', 'Error: three'])
})

test('does not grow with what it is told', () => {
  const tail = new Tail(1)
  for (let n = 0; n < 100; n++) tail.add('x'.repeat(1000))
  expect(tail.lines.join('').length).toBeLessThanOrEqual(4000)
})
