import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeSeal, unprovenPlace, type Place } from './place-seal.ts'

const seal = placeSeal('a key that edges share')
const places: fc.Arbitrary<Place> = fc.record({
  id: fc.stringMatching(/^[\w-]{8,64}$/),
  isInside: fc.boolean(),
  since: fc.nat(4_000_000_000_000),
  seenAt: fc.nat(4_000_000_000_000),
  told: fc.nat(100_000),
})

describe('a sealed place', () => {
  test('is read by whoever has the key, as it was written', async () => {
    const other = placeSeal('a key that edges share')
    await fc.assert(
      fc.asyncProperty(places, async (place) => {
        expect(await other.open(await seal.seal(place))).toEqual(place)
      }),
    )
  })

  test('is nothing to whoever has another key', async () => {
    const text = await placeSeal('another key altogether').seal({
      id: 'somebody',
      isInside: true,
      since: 1,
      seenAt: 2,
      told: 3,
    })
    expect(await seal.open(text)).toBeUndefined()
    expect(unprovenPlace(text)?.isInside).toBe(true)
  })

  test('cannot be changed in any place, by any character', async () => {
    const anywhere = fc.tuple(places, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }))
    await fc.assert(
      fc.asyncProperty(anywhere, async ([place, at, character]) => {
        const text = await seal.seal(place)
        const where = at % text.length
        const changed = text.slice(0, where) + character + text.slice(where + 1)
        expect(await seal.open(changed)).toEqual(changed === text ? place : undefined)
      }),
    )
  })

  test('cannot be put together from the parts of others', async () => {
    await fc.assert(
      fc.asyncProperty(places, places, async (mine, theirs) => {
        const [a, b] = [(await seal.seal(mine)).split('.'), (await seal.seal(theirs)).split('.')]
        for (let i = 1; i < a.length; i++) {
          if (a[i] === b[i]) continue
          const mixed = a.with(i, b[i] ?? '').join('.')
          const isOneOfBoth = mixed === a.join('.') || mixed === b.join('.')
          if (!isOneOfBoth) expect(await seal.open(mixed)).toBeUndefined()
        }
      }),
    )
  })

  test('nothing that anybody sends is more than nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await seal.open(text)).toBeUndefined()
      }),
    )
    for (const text of ['', '.', '1.somebody.in.1.1.1', `1.somebody.in.1.1.1.${'0'.repeat(64)}`]) {
      expect(await seal.open(text)).toBeUndefined()
    }
  })
})
