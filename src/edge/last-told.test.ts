import { expect, test } from 'vitest'
import type { OutageHistory } from '#protocol/outages.ts'
import { LastTold } from './last-told.ts'

test('the last copy stays while the status process is gone, and it is asked every ten seconds at most', async () => {
  const first: OutageHistory = { since: 0, asOf: 1, durationsMs: { edge: [], server: [5] } }
  const answers = [first, undefined]
  let [asked, now] = [0, 0]
  const history = new LastTold(
    async () => answers[asked++],
    () => now,
  )
  await history.renew()
  await history.renew()
  expect([history.latest, asked]).toEqual([first, 1])
  now = 10_000
  await history.renew()
  expect([history.latest, asked]).toEqual([first, 2])
})
