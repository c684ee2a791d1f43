import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { generatorIn, linkTo } from './shared-link.ts'

const generator = { name: 'Wölfe & Füchse', text: 'output\n  {wolf|fox} 🦊\n'.repeat(50) }

test('a link carries the whole generator, in letters that every program leaves as they are', async () => {
  const link = await linkTo('https://story.example', generator)
  expect(link).toMatch(/^https:\/\/story\.example\/generators#[\w-]+$/)
  expect(link.length).toBeLessThan(200)
  expect(await generatorIn(new URL(link).hash)).toEqual(generator)
})

const packed = (value: unknown): string => `#${deflateRawSync(JSON.stringify(value)).toString('base64url')}`

test.for([
  ['nothing', ''],
  ['something else', '#content'],
  ['signs that are no letters of it', '#%%%'],
  ['something that was not packed', '#AAAA'],
  ['no generator', packed({ name: 'Beasts' })],
  ['a name without an end', packed({ name: 'x'.repeat(201), text: '' })],
  ['a text that is larger than a generator may be', packed({ name: '', text: 'a'.repeat(2_000_001) })],
  ['gigabytes in a few letters', packed('a'.repeat(50_000_000))],
] as const)('%s is no generator', async ([, fragment]) => {
  expect(await generatorIn(fragment)).toBeNull()
})

test('a link that was cut on its way is no generator', async () => {
  const { hash } = new URL(await linkTo('https://story.example', generator))
  expect(await generatorIn(hash.slice(0, -10))).toBeNull()
})
