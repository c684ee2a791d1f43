import { expect, test } from 'vitest'
import { Arrival } from './arrival.ts'
import type { Frame } from './frames.ts'

const data: Frame = { kind: 'data', events: [], nextOffset: null }
const caughtUp: Frame = { kind: 'control', nextOffset: '1', isUpToDate: true, isClosed: false }
const behind: Frame = { kind: 'control', nextOffset: '1', isUpToDate: false, isClosed: false }
const written = [caughtUp, data, caughtUp, data]

test.for([
  ['words that were written over two seconds and came in one go were held back', [2_000, 2_000], written, true],
  ['words that came one after the other were not', [10, 700, 2_000], written, false],
  ['words that came late, but then over time, were not', [2_000, 2_700], written, false],
  ['an answer that came at once was not', [10, 10], written, false],
  ['a long log that was there already was not, however late its answer', [2_000, 2_000], [data, behind, data], false],
  ['an answer that is all silence was not', [], [], false],
] as const)('%s', ([, pieces, frames, wasHeldBack]) => {
  const arrival = new Arrival(0)
  for (const at of pieces) arrival.piece(at)
  for (const frame of frames) arrival.frame(frame)
  expect(arrival.wasHeldBack).toBe(wasHeldBack)
})
