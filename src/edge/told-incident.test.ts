import { expect, test } from 'vitest'
import { failingBoard, incident, quietBoard } from '../../test/support/boards.ts'
import { openIncident, toldBy } from './told-incident.ts'

test('of several incidents the one that hurts most is told, and one that hurts nobody is not', () => {
  const open = [
    incident({ id: 'a00000000000', impact: 'none' }),
    incident({ id: 'b00000000000', impact: 'minor' }),
    incident({ id: 'c00000000000', impact: 'critical' }),
  ]
  expect(toldBy(quietBoard({ open })).incident?.id).toBe('c00000000000')
  expect(toldBy(quietBoard({ open: open.slice(0, 1) })).incident).toBe(null)
})

test('however long its words are, a page has room for what is told', () => {
  const forecast = {
    at: 0,
    elapsedMin: 0,
    q10: 1,
    q50: 2,
    q90: 3,
    p30: 0.5,
    n: 0,
    says: Array(50).fill('x'.repeat(9999)),
  }
  const told = toldBy(quietBoard({ open: [incident({ title: 'y'.repeat(9999), forecast })] }))
  expect(JSON.stringify(told).length).toBeLessThan(2500)
})

test('after half an hour without a word from the status process nothing is told any more', () => {
  const told = toldBy(failingBoard({ asOf: 0 }))
  expect(openIncident(told, 30 * 60_000)?.title).toBe('The server does not accept connections')
  expect(openIncident(told, 30 * 60_000 + 1)).toBe(undefined)
  expect(openIncident(undefined, 0)).toBe(undefined)
})
