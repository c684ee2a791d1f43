import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { causesPages } from './causes-pages.ts'
import { root } from './node.js'

const folder = join(root, 'docs', 'causes')
const pages = [...causesPages()]

test.for(pages)(
  'the page %s about causes is that of this code: `npm run docs` writes it anew',
  async ([name, page]) => {
    await expect(page).toMatchFileSnapshot(join(folder, name))
  },
)

test('no page is left of a cause that is no more', () => {
  expect(readdirSync(folder).toSorted()).toEqual(pages.map(([name]) => name).toSorted())
})
