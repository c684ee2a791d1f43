import { expect, test } from 'vitest'
import { whyNoLab } from './refusal.ts'

test('without root it refuses in one sentence that says what to do', async () => {
  expect(await whyNoLab(false)).toBe('The lab makes network namespaces, for which it must be root: run it with sudo.')
})
