import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { configJsonSchema } from './json-schema.ts'
import { configurationPage } from './page.ts'

const docs = (name: string): string => fileURLToPath(new URL(`../../../docs/operations/${name}`, import.meta.url))

// `vitest run -u src/cli/config` writes both files anew.
test('the published schema of the config file is that of this code', async () => {
  await expect(configJsonSchema()).toMatchFileSnapshot(docs('holdfast.config.schema.json'))
})

test('the page about the settings is that of this code', async () => {
  await expect(configurationPage()).toMatchFileSnapshot(docs('configuration.md'))
})
