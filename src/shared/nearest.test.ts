import { expect, test } from 'vitest'
import { nearest } from './nearest.ts'

const known = ['flavour', 'animal', 'output', 'up', 'server', 'status']

test.for([
  ['flavuor', 'flavour'],
  ['Animal', 'animal'],
  ['outputs', 'output'],
  ['stauts', 'status'],
  ['UP', 'up'],
  ['sevrer', 'server'],
  ['xyzzyplugh', undefined],
  ['a'.repeat(100_000), undefined],
] as const)('%s is nearest to %s', ([mistyped, expected]) => {
  expect(nearest(mistyped, known)).toBe(expected)
})
