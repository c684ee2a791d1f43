import { expect, test } from 'vitest'
import { meetingPath, type VisitorRun } from '#protocol/visitor-tests.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { runningStatus } from '../../../test/support/running-status.ts'
import { Meetings } from './meetings.ts'

const run: VisitorRun = { at: 1, hops: [], network: 7 }

test('what a device brings is there for its code alone, for half an hour', async () => {
  const clock = manualClock()
  const meetings = new Meetings(clock)
  meetings.bring('0123456789', run)
  expect([meetings.of('0123456789'), meetings.of('0123456788')]).toEqual([run, null])
  await clock.advance(1_800_001)
  expect(meetings.of('0123456789')).toBeNull()
})

test('however many come, no more than five hundred are kept, the latest', () => {
  const meetings = new Meetings({ now: () => 1 })
  const codes = Array.from({ length: 700 }, (_, index) => String(index).padStart(10, '0'))
  for (const code of codes) meetings.bring(code, run)
  expect(codes.filter((code) => meetings.of(code) !== null)).toEqual(codes.slice(-500))
})

test('over HTTP a run is brought and fetched, and nothing else is taken', async () => {
  const { address } = await runningStatus()
  const path = meetingPath('0123456789')
  const put = (body: string, at = path) => ask(address, at, { method: 'PUT', body })
  expect(JSON.parse((await ask(address, path)).body)).toEqual({ run: null })
  expect((await put(JSON.stringify(run))).status).toBe(204)
  expect(JSON.parse((await ask(address, path)).body)).toEqual({ run })
  expect((await put('{"at":1}')).status).toBe(400)
  expect((await put('no JSON')).status).toBe(400)
  expect((await put(' '.repeat(9000))).status).toBe(413)
  expect((await put(JSON.stringify(run), '/checks/short')).status).toBe(404)
})
