import { expect, test } from 'vitest'
import type { Visit } from '../record.ts'
import { visitScore } from './visit-score.ts'

const met: Visit = {
  fault: 'v09',
  title: 'The server has ended',
  seed: 1,
  side: 'server',
  said: 'server',
  p: 0.8,
  together: [],
  isRight: true,
  hops: [],
  tookMs: 1000,
  isOver: true,
}

test('a visitor is told the right side, or that it looks like it, or is misled', () => {
  const looksLike: Visit = { ...met, said: 'edge', together: ['edge', 'server'], p: 0.5, isRight: false }
  const misled: Visit = { ...met, said: 'you', p: 0.95, isRight: false, isOver: false, tookMs: 5000 }
  expect(visitScore([met, met, looksLike, misled])).toMatchObject({
    visits: 4,
    side: 0.5,
    named: 0.75,
    overclaimed: 0.25,
    over: 0.75,
    longestMs: 5000,
  })
})

test('whoever is told that a site is down that is well counts as alarmed', () => {
  const well: Visit = { ...met, side: null, said: null }
  expect(visitScore([well, { ...well, said: 'server', isRight: false }, met]).falseAlarms).toEqual({ of: 2, called: 1 })
})

test('nobody who came is no score', () => {
  expect(visitScore([])).toMatchObject({ visits: 0, side: 0, calibrationError: 0, longestMs: 0 })
})
