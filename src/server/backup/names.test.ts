import fc from 'fast-check'
import { expect, test } from 'vitest'
import { manifestOf, momentOf, nameAt, nameIn, packedOf } from './names.ts'

test('a name says when the backup was made, to the millisecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) }), (now) => {
      expect(momentOf(nameAt(now))).toBe(now)
      for (const file of [nameAt(now), packedOf(nameAt(now)), manifestOf(nameAt(now))])
        expect(nameIn(file)).toBe(nameAt(now))
    }),
  )
})

test.for([
  'holdfast.db',
  'holdfast-notes.json',
  'holdfast-2026-13-45T04-17-00-000Z.json',
  'holdfast-2026-01-01T04-17-00-000Z.json.new',
  'my-holdfast-2026-01-01T04-17-00-000Z.db.zst',
  '.holdfast-2026-01-01T04-17-00-000Z-7.partial',
])('%s is no name of ours', (file) => {
  expect(nameIn(file)).toBeUndefined()
})
