import { expect, test } from 'vitest'
import type { StatusView } from '#protocol/status-view.ts'
import { fail, ok } from '#shared/outcome.ts'
import { runningStatus } from '../../../test/support/running-status.ts'
import { watchedSite } from '../../../test/support/watched-site.ts'
import { realClock } from '../../../test/fixtures/real-clock.ts'
import { asker } from './ask.ts'
import { agreement } from './peers.ts'

const now = 1_000_000
const sees = (...failing: readonly string[]): StatusView => ({ asOf: now, isBlind: false, failing: [...failing] })
const blind: StatusView = { asOf: now, isBlind: true, failing: ['edge'] }
const asleep: StatusView = { asOf: now - 600_000, isBlind: false, failing: [] }

test.for([
  ['nobody else watches', [], true, false],
  ['the only other one sees it too', [sees('edge')], true, false],
  ['the only other one sees nothing', [sees()], false, false],
  ['one of two agrees', [sees('edge'), sees()], true, false],
  ['one of three agrees', [sees('edge'), sees(), sees()], false, false],
  ['it fails elsewhere in another way', [sees('server')], false, false],
  ['those who do not agree are blind, asleep or silent', [sees('edge'), blind, asleep, undefined], true, false],
  ['all others are blind, asleep or silent', [blind, asleep, undefined], true, true],
] as const)('%s', async ([, views, isAgreed, isAlone]) => {
  const peers = views.map((_, index) => `http://peer-${index}`)
  const { agreed, alone } = await agreement(['edge'], {
    peers,
    clock: { now: () => now },
    patienceMs: 100,
    async ask(url) {
      const view = views[Number(url.hostname.split('-')[1])]
      if (view === undefined) return fail({ code: 'ECONNREFUSED', because: 'refused' })
      return ok({ status: 200, body: JSON.stringify(view), tookMs: 1 })
    },
  })
  expect([agreed.has('edge'), alone !== null]).toEqual([isAgreed, isAlone])
})

test('what most others do not see stays unsaid; who says it alone says so', async () => {
  const site = await watchedSite()
  site.fails = (hop) => hop === 'server'
  site.agree = () => ({ agreed: new Set(), alone: null })
  await site.clock.advance(300_000)
  expect(site.board().open).toEqual([])
  expect(site.monitor.view.failing).toEqual(['server'])
  site.agree = (failing) => ({ agreed: new Set(failing), alone: 'Seen from one place only.' })
  await site.clock.advance(20_000)
  expect(site.board().open[0]?.evidence).toContain('Seen from one place only.')
})

test('instances ask each other over their public addresses', { timeout: 30_000 }, async () => {
  const other = await runningStatus({ everyMs: 500 })
  const asked = { peers: [other.address], ask: asker(realClock), clock: realClock, patienceMs: 2000 }
  const together = async (): Promise<unknown> => {
    const { agreed, alone } = await agreement(['edge'], asked)
    return [agreed.has('edge'), alone]
  }
  await expect.poll(together, { timeout: 20_000 }).toEqual([true, null])
})
