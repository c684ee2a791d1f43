import { expect, test } from 'vitest'
import type { Canary } from '#protocol/server-look.ts'
import { ok } from '#shared/outcome.ts'
import { watchedSite } from '../../../test/support/watched-site.ts'
import { canaryOf } from '../board/canary.ts'
import { CanaryWatch } from './canary-watch.ts'

const sung: Canary = {
  outcome: 'wrote',
  backend: 'attic',
  at: 0,
  firstTokenMs: 640,
  tokens: 16,
  tokensPerSecond: 31.2,
}

/** What the board knows after a canary whose server answered so. */
async function boardAfter(canary: Canary) {
  const { store, clock } = await watchedSite()
  const answer = { status: 200, body: JSON.stringify(canary), tookMs: 5 }
  const watch = new CanaryWatch({ at: 'http://server', ask: async () => ok(answer), clock, store, everyMs: 900_000 })
  await clock.advance(30_000)
  watch.look()
  await new Promise((resolve) => setImmediate(resolve))
  const look = watch.look()
  return { look, heardAt: clock.now(), ...canaryOf(store, clock.now()) }
}

test('what a model wrote for nobody, and how fast, is on the board', async () => {
  const { look, canary, heardAt } = await boardAfter(sung)
  expect(look?.look).toMatchObject({ outcome: 'well', tookMs: 640 })
  expect(canary).toEqual({ at: heardAt, backend: 'attic', firstTokenMs: 640, tokensPerSecond: 31.2 })
})

test.for([1.5, 9e15, -1])('a site whose clock says %d has it stand at the moment when it was heard', async (at) => {
  const { canary, heardAt } = await boardAfter({ ...sung, at })
  expect(canary?.at).toBe(heardAt)
})
