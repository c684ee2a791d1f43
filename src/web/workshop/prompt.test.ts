import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partsCall, partsIn } from './parts.ts'
import { partsOf, promptOf, promptSource, type Prompt } from './prompt.ts'
import { importable, rollables } from './rollables.ts'
import { roll } from './roll.ts'

const own = [{ id: '1', name: 'Night birds', text: 'output\n  {a} [bird]\nbird\n  owl\n  nightjar', changedAt: 1 }]
const all = rollables(own)

function prompt(texts: Partial<Prompt['texts']>, kept: Prompt['kept'] = {}): Prompt {
  return { texts: { subject: '', style: '', mood: '', constraints: '', ...texts }, kept }
}

async function rolled(made: Prompt, call: string | undefined): Promise<string> {
  const order = { source: promptSource(made, all), files: importable(own), seed: 's', count: 1, call }
  const { texts, fault } = await roll(order, () => 0)
  return texts[0] ?? `fault: ${fault?.message}`
}

test('a prompt is made of the parts that have text, with the generators that they name', async () => {
  const made = prompt({ subject: 'I met [night_birds].', mood: '{dry|wet}', constraints: 'Length = short\nNo names' })
  expect(await rolled(made, undefined)).toMatch(
    /^I met an? (owl|nightjar)\.\nMood: (dry|wet)\nConstraints: Length = short\nNo names$/,
  )
})

test('ours can be named, too', async () => {
  expect(await rolled(prompt({ subject: '[character]' }), undefined)).toMatch(/^An? .+, who .+\.$/)
})

test('its parts, rolled one by one from the same seed, are those of the whole', async () => {
  const made = prompt({ subject: '[night_birds] {1-1000}', style: '{a|b|c|d}', mood: '{1-1000}' })
  const parts = partsIn(await rolled(made, partsCall(partsOf(made))), partsOf(made))
  expect(promptOf(parts)).toBe(await rolled(made, undefined))
})

test('a part that is kept stays as it is, whatever signs stand in it', async () => {
  const line = fc.string({ unit: fc.constantFrom(...'ab [](){}|^=\\/"\'$.>-'), minLength: 1 })
  await fc.assert(
    fc.asyncProperty(line, async (text) => {
      const plain = `x${text.replaceAll(/ +$/g, '')}`
      const made = prompt({ mood: '{1-1000}' }, { subject: plain })
      expect(await rolled(made, undefined)).toSatisfy((whole: string) =>
        /^\d+$/.test(whole.replace(`${plain}\nMood: `, () => '')),
      )
    }),
  )
})
