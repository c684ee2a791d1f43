import { join } from 'node:path'
import { expect, test } from 'vitest'
import { faultsPage } from './faults-page.ts'
import { root } from './node.js'

test('the page about the faults is that of this code: `npm run docs` writes it anew', async () => {
  await expect(faultsPage()).toMatchFileSnapshot(join(root, 'docs', 'faults.md'))
})
