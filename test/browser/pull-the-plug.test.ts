import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { openPlug, type Plug } from '../fixtures/plug.ts'
import { describeWith } from '../parts.ts'
import { openHouse, type House } from '../support/house.ts'
import { walk } from './plug/walk.ts'
import { fakeAt } from './scene.ts'

const runs = Number(process.env['RUNS'] ?? 5)
const length = Number(process.env['STEPS'] ?? 200)
const firstSeed = Number(process.env['SEED'] ?? 5)
const seeds = Array.from({ length: runs }, (_, run) => firstSeed + run)
const tokens = 20

describeWith('chromium', 'whatever is killed, cut or closed', (command) => {
  let fake: FakeBackend
  let house: House
  let plug: Plug

  beforeAll(async () => {
    fake = await openFakeBackend({ behaviour: { tokens, everyMs: 10, salted: true } })
    house = await openHouse({ backends: [fakeAt(fake.baseURL)] })
    plug = await openPlug(() => house.edge)
  })
  afterAll(async () => {
    await plug?.close()
    await house?.stop()
    await fake?.close()
  })

  test.for(seeds)(
    `no word is lost, doubled or out of order in ${length} steps (SEED=%i RUNS=1)`,
    { timeout: 0 },
    async (seed) => {
      const startedAt = performance.now()
      const { log, kept, turns, wrong } = await walk(command, { seed, length, tokens }, { house, plug, fake })
      const tookS = (performance.now() - startedAt) / 1_000
      process.stdout.write(`seed ${seed}: ${log.length} steps, ${turns} turns, ${tookS.toFixed(0)} s\n`)
      if (wrong.length > 0) process.stdout.write(`${[...log, ...kept].join('\n')}\n`)
      // What is wrong first: of a long message the beginning is what a summary shows.
      const told = [...wrong.slice(0, 3), ...kept.slice(-1), `… ${log.slice(-8).join(', ')}`]
      expect(wrong, `SEED=${seed} RUNS=1 STEPS=${length}: ${told.join('; ')}`).toEqual([])
    },
  )
})
