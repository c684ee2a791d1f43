import { expect, test } from 'vitest'
import { zonedTime } from './zoned-time.ts'

const evening = Date.UTC(2026, 10, 29, 21, 30, 5)

test.for([
  [60, 'Europe/Berlin', '2026-11-29T22:30:05+01:00[Europe/Berlin]'],
  [345, 'Asia/Kathmandu', '2026-11-30T03:15:05+05:45[Asia/Kathmandu]'],
  [-210, 'America/St_Johns', '2026-11-29T18:00:05-03:30[America/St_Johns]'],
  [0, 'UTC', '2026-11-29T21:30:05+00:00[UTC]'],
] as const)('%d minutes ahead in %s it is %s', ([aheadMin, zone, time]) => {
  expect(zonedTime(evening, aheadMin, zone)).toBe(time)
})
