import { expect, test } from 'vitest'
import { rayOf, traceIdOf } from './trace-ids.ts'

const id = '4bf92f3577b34da6a3ce929d0e0e4736'

test.for([
  [`00-${id}-00f067aa0ba902b7-01`, id],
  [`cc-${id}-00f067aa0ba902b7-01-what-comes-later`, id],
  [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, undefined],
  [`00-${id.toUpperCase()}-00f067aa0ba902b7-01`, undefined],
  [`00-${id}-00f067aa0ba902b7-01later`, undefined],
  ['a line\nof somebody', undefined],
  [undefined, undefined],
] as const)('traceparent %j is the trace %j', ([header, expected]) => {
  expect(traceIdOf(header)).toBe(expected)
})

test.for([
  ['7f3c2d1e0a9b8c7d-FRA', '7f3c2d1e0a9b8c7d-FRA'],
  ['7f3c2d1e0a9b8c7d', '7f3c2d1e0a9b8c7d'],
  ['a story about a ray', undefined],
  [undefined, undefined],
] as const)('CF-Ray %j is %j', ([header, expected]) => {
  expect(rayOf(header)).toBe(expected)
})
