import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nodeMac } from './node/node-mac.ts'
import { receipts } from './receipts.ts'

const met = { requestId: '01991f00-0000-7000-8000-000000000000', fault: 'origin-refused', at: 1_700_000_000_000 }

test('a receipt is read by every edge with the same key, whatever it runs on', async () => {
  const written = await receipts('key').write(met)
  expect(await receipts('key', nodeMac).read(written)).toEqual(met)
  expect(await receipts('other', nodeMac).read(written)).toBeUndefined()
})

test('nobody makes one, and no sign of one can be changed', async () => {
  const { write, read } = receipts('key', nodeMac)
  const written = await write(met)
  await fc.assert(
    fc.asyncProperty(fc.nat(written.length - 1), fc.constantFrom(...'az09~-_'), async (place, sign) => {
      fc.pre(written[place] !== sign)
      expect(await read(written.slice(0, place) + sign + written.slice(place + 1))).toBeUndefined()
    }),
  )
  for (const text of ['', '~~~', 'x'.repeat(400), written.slice(1), `${written}0`])
    expect(await read(text)).toBeUndefined()
})
