import { expect, test } from 'vitest'
import type { BriefBoard } from '#protocol/brief-board.ts'
import { openIncident, toldBy } from './told-incident.ts'

function brief(more: Partial<BriefBoard['open'][number]> = {}): BriefBoard {
  const incident = {
    id: '2gztsrksff0v',
    title: 'The server is away',
    side: 'server',
    startedAt: 0,
    safe: '',
    says: [],
  } as const
  return { asOf: 0, name: 'Holdfast', blindSince: null, open: [{ ...incident, says: ['In a while.'], ...more }] }
}

test('the incident that hurts most is told, and that there is none', () => {
  expect(toldBy(brief()).incident).toEqual({ id: '2gztsrksff0v', title: 'The server is away', says: ['In a while.'] })
  expect(toldBy({ ...brief(), open: [] })).toEqual({ asOf: 0, incident: null })
})

test('however long its words are, a page has room for what is told', () => {
  const told = toldBy(brief({ title: 'y'.repeat(9999), says: Array.from({ length: 50 }, () => 'x'.repeat(9999)) }))
  expect(JSON.stringify(told).length).toBeLessThan(2500)
})

test('after half an hour without a word from the status process nothing is told any more', () => {
  const told = toldBy(brief())
  expect(openIncident(told, 30 * 60_000)?.title).toBe('The server is away')
  expect(openIncident(told, 30 * 60_000 + 1)).toBe(undefined)
  expect(openIncident(undefined, 0)).toBe(undefined)
})
