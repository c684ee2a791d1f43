import { expect, test } from 'vitest'
import { signer, webMac } from '../signature.ts'
import { nodeMac } from './node-mac.ts'

test('what one runtime signs is good at the other, and nothing else is', async () => {
  const [here, there] = [signer('secret', 'place', nodeMac), signer('secret', 'place', webMac)]
  const signature = await here.sign('a place ⌇')
  expect(signature).toMatch(/^[\da-f]{64}$/)
  expect(await there.sign('a place ⌇')).toBe(signature)
  expect(await there.isSigned('a place ⌇', signature)).toBe(true)
  const others = [signature.toUpperCase(), signature.slice(1), `${signature}0`, `0${signature.slice(1)}x`, '']
  for (const other of others) expect(await here.isSigned('a place ⌇', other)).toBe(false)
  expect(await signer('secret', 'pass', nodeMac).isSigned('a place ⌇', signature)).toBe(false)
})
