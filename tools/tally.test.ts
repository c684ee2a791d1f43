import { expect, test } from 'vitest'
import { closingLine, strictly } from './tally.js'

test('the closing line names what passed, failed and was skipped', () => {
  expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})

test.for([{ CI: 'true' }, { TEST_NO_SKIP: '1' }])('with %o what was skipped counts as failed', (env) => {
  expect(strictly({ passed: 3, failed: 1, skipped: 2 }, env)).toEqual({ passed: 3, failed: 3, skipped: 0 })
})

test('elsewhere what was skipped stays skipped', () => {
  expect(strictly({ passed: 3, failed: 1, skipped: 2 }, {})).toEqual({ passed: 3, failed: 1, skipped: 2 })
})
