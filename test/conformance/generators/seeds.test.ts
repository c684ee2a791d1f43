import { expect, test } from 'vitest'
import { goldens } from '../../fixtures/generator-goldens.ts'
import { opened } from '../../support/generators.ts'

test.for(goldens)(
  '$source with the seed $seed gives what it has always given',
  async ({ source, seed, index, text }) => {
    const rolled = await opened(source).roll({ seed, index })
    expect(rolled.ok && rolled.value.text).toBe(text)
  },
)
