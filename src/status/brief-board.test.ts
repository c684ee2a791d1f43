import { expect, test } from 'vitest'
import { incident, quietBoard } from '../../test/support/boards.ts'
import { briefBoard } from './brief-board.ts'

test('of several incidents the one that hurts most comes first, and one that hurts nobody does not come', () => {
  const open = [
    incident({ id: 'a00000000000', impact: 'none' }),
    incident({ id: 'b00000000000', impact: 'minor' }),
    incident({ id: 'c00000000000', impact: 'critical' }),
  ]
  expect(briefBoard(quietBoard({ open })).open.map(({ id }) => id)).toEqual(['c00000000000', 'b00000000000'])
})
