import { expect, test } from 'vitest'
import type { Attempt } from '#protocol/case.ts'
import { manualClock } from '../../test/support/clock.ts'
import { examine } from './examine.ts'
import type { Senses, Tried } from './looking.ts'

interface Moment {
  readonly what: string
  readonly atMs: number
}

test.for([
  // A refusal at the other port would count in what the host says, so the host is read before.
  { isCounting: true, besidesAtMs: 15_300 },
  { isCounting: false, besidesAtMs: 13_700 },
])('a silence takes no longer than one attempt, counted: $isCounting', async ({ isCounting, besidesAtMs }) => {
  const clock = manualClock()
  const begunAt = clock.now()
  const moments: Moment[] = []
  const note = (what: string): void => void moments.push({ what, atMs: clock.now() - begunAt })
  const tried = (attempt: Attempt): Tried => ({ attempt: { phase: 'connect', ...attempt }, isByCdn: false })
  const senses: Senses = {
    clock,
    // The machine drops what comes to port 443, and refuses at port 80.
    async attempt({ port }, { connectMs }) {
      note(`port ${port}`)
      if (port === 80) return tried({ code: 'ECONNREFUSED', port })
      await clock.sleep(connectMs)
      return tried({ code: 'PROBE_CONNECT_TIMEOUT', port, tookMs: connectMs })
    },
    reuse: () => Promise.resolve('unknown'),
    unasked: () => Promise.resolve('unknown'),
    speaks: () => Promise.resolve(false),
    resolve: () => Promise.resolve([]),
  }
  const host = async () => ({
    isCounting,
    async end() {
      note('host read')
      return {}
    },
  })
  const looking = examine(senses, { url: new URL('https://192.0.2.1/'), host }).finally(() => note('over'))
  await clock.waiting(3)
  await clock.advance(30_000)
  expect(await looking).toMatchObject({
    edge: { code: 'PROBE_CONNECT_TIMEOUT', again: [{ code: 'PROBE_CONNECT_TIMEOUT' }] },
    otherPort: { code: 'ECONNREFUSED' },
  })
  expect(moments).toEqual([
    { what: 'port 443', atMs: 0 },
    { what: 'port 443', atMs: 1000 },
    { what: 'host read', atMs: besidesAtMs },
    { what: 'port 80', atMs: besidesAtMs },
    { what: 'over', atMs: 16_200 },
  ])
})
