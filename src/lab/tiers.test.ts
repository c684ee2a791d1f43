import { expect, test } from 'vitest'
import type { Case } from '#protocol/case.ts'
import { withheld } from './tiers.ts'

const seen: Case = {
  target: { addresses: ['198.51.100.2'] },
  names: [{ from: '192.0.2.1', addresses: ['198.51.100.2'] }],
  edge: { phase: 'connect', code: 'ECONNREFUSED', ownRule: 'none' },
  vantage: { status: 200 },
  host: { halfOpen: 0 },
}
const at = (tier: Parameters<typeof withheld>[1]['tier']) => withheld(seen, { tier, code: 521 })

test('the number on the page is all that is left in the first tier', () => {
  expect(at('number')).toEqual({ edge: { status: 521 } })
  expect(withheld(seen, { tier: 'number', code: null })).toEqual({})
})

test('each tier has what those before it have, and its own', () => {
  const { target, names, edge, vantage } = seen
  expect(at('edge')).toEqual({ target, names, edge: { phase: 'connect', code: 'ECONNREFUSED' } })
  expect(at('vantage')).toEqual({ target, names, edge, vantage })
  expect(at('host')).toEqual(seen)
})
