import { expect, test } from 'vitest'
import { manualClock } from '../../../test/support/clock.ts'
import { healthAsking } from '../recovery/asking.ts'
import { openGate, type Went } from '../recovery/gate.ts'
import { lapsingGate } from './lapsing-gate.ts'

function gate() {
  const clock = manualClock()
  const settled: Went[] = []
  const inner = { ...openGate, settle: (_: symbol, went: Went) => void settled.push(went) }
  return { clock, settled, lapsing: lapsingGate(inner, clock, 1000) }
}

test('somebody of whom nothing more is heard has left', async () => {
  const { clock, settled, lapsing } = gate()
  await lapsing.admit(healthAsking)
  await clock.advance(1000)
  expect(settled).toEqual([{ kind: 'left' }])
})

test('whoever was answered does not leave after it', async () => {
  const { clock, settled, lapsing } = gate()
  const admission = await lapsing.admit(healthAsking)
  const answered = { kind: 'answered', status: 200, tookMs: 1 } as const
  if (admission.kind === 'go') lapsing.settle(admission.ticket, answered)
  await clock.advance(2000)
  expect(settled).toEqual([answered])
})
