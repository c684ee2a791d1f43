import { expect, test } from 'vitest'
import { failing, unseen, well, type Round } from '../monitor/look.ts'
import { withConfirmed } from './confirmed-looks.ts'

const met = { key: 'server', fault: 'origin-refused', requestId: 'request-1' }
const roundOf = (...looks: Round['looks']): Round => ({ watched: [], looks, isDeaf: false })

test('a fault that somebody met, and the edge confirms, is a look that failed', () => {
  const { looks } = withConfirmed(roundOf(well('edge', 3), well('server', 5)), [met])
  expect(looks).toMatchObject([
    { key: 'edge', outcome: 'well' },
    { key: 'server', outcome: 'failing', state: 'partial_outage', fault: 'origin-refused' },
  ])
  expect(looks[1]?.because).toContain('request-1')
})

test('it takes nothing from what we saw fail ourselves, nor makes anything of what nobody could see', () => {
  const round = roundOf(failing('server', { because: 'refused' }), unseen('database', 'server'))
  expect(withConfirmed(round, [met, { ...met, key: 'database' }])).toEqual(round)
})

test('nobody has met anything, and all stays as it was seen', () => {
  const round = roundOf(well('server', 5))
  expect(withConfirmed(round, [])).toEqual(round)
})
