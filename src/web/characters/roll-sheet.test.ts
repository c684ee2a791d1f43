import { expect, test } from 'vitest'
import { emptySheet, type Sheet } from '#protocol/sheet.ts'
import { rollables, importable } from '../workshop/rollables.ts'
import { roll } from '../workshop/roll.ts'
import { rollSheet } from './roll-sheet.ts'
import { starters, tellings } from './starters.ts'

const own = [{ id: '1', name: 'Night birds', text: 'output\n  owl\n  nightjar', changedAt: 1 }]

async function rolled(sheet: Partial<Sheet>, seed = 's') {
  const ask = (order: { source: string; seed: string; call: string }) =>
    roll({ ...order, files: importable(own), count: 1 }, () => 0)
  return rollSheet({ ...emptySheet, ...sheet }, { seed, all: rollables(own), ask })
}

test('every text rolls by itself, and each may say what those before it have become', async () => {
  const name = '{Ada|Bo|Cy|Di}'
  const sheet = await rolled({
    name,
    about: '[name] keeps [night_birds].',
    opening: '“I am [name],” says [name].',
    lore: [{ keys: 'bird', text: 'The bird of [name] is {old|young}.' }],
  })
  if (!sheet.ok) throw new Error(JSON.stringify(sheet.error))
  const came = sheet.value.name
  expect(['Ada', 'Bo', 'Cy', 'Di']).toContain(came)
  expect(sheet.value.about).toMatch(new RegExp(`^${came} keeps (owl|nightjar)\\.$`))
  expect(sheet.value.opening).toBe(`“I am ${came},” says ${came}.`)
  expect(sheet.value.lore).toEqual([
    { keys: 'bird', text: expect.stringMatching(new RegExp(`^The bird of ${came} is (old|young)\\.$`)) },
  ])
})

test('the same seed gives the same, and others give others', async () => {
  const sheet = { name: '{1-1000}', about: '{1-1000}', scene: '{1-1000}' }
  const [one, again, other] = [await rolled(sheet), await rolled(sheet), await rolled(sheet, 't')]
  expect(again).toEqual(one)
  expect(other).not.toEqual(one)
  if (!one.ok) throw new Error('it did not roll')
  expect(new Set([one.value.name, one.value.about, one.value.scene]).size).toBe(3)
})

test('what has no sign of the language in it stays to the letter, and with brackets nothing else is lost', async () => {
  const plain = '  Odds ^2, a = b // and so on:\n\n  "quoted"  '
  const sheet = await rolled({ about: plain, scene: 'a = b ^2 // see https://example.org\n\n{here|here}' })
  expect(sheet).toMatchObject({ value: { about: plain, scene: 'a = b ^2 // see https://example.org\n\nhere' } })
})

test('says which text did not roll', async () => {
  expect(await rolled({ scene: 'On the [shore_of_nowhere].' })).toMatchObject({
    error: { name: 'scene', rolled: { fault: { message: expect.stringContaining('shore_of_nowhere') } } },
  })
  expect(
    await rolled({
      lore: [
        { keys: '', text: 'plain' },
        { keys: '', text: '[gone]' },
      ],
    }),
  ).toMatchObject({
    error: { name: 'lore_2' },
  })
})

test('a bracket that is to stand is written with a stroke before it', async () => {
  expect(await rolled({ about: String.raw`\[shy\] and {proud|proud}` })).toMatchObject({
    value: { about: '[shy] and proud' },
  })
})

test('what becomes too long for a story is told', async () => {
  expect(await rolled({ name: '[a = "long".repeat(60)]' })).toEqual({ ok: false, error: 'too-long' })
})

test('all of ours roll, whatever comes', async () => {
  for (const { gives, sheet } of starters)
    for (let seed = 0; seed < 30; seed++) {
      const came = await rolled(sheet, String(seed))
      expect(came, gives).toMatchObject({ ok: true })
      if (came.ok)
        expect(JSON.stringify({ ...came.value, lore: came.value.lore.map(({ text }) => text) })).not.toMatch(/[[{]\w/)
    }
  for (const { name, text } of tellings) expect(await rolled({ telling: text }), name).toMatchObject({ ok: true })
})

test('verse, and lists in lists, keep the blanks at the beginning of their lines', async () => {
  const verse = 'roses\n  are {red|red}\n\n    - and\n\tso  \non'
  expect(await rolled({ opening: verse })).toMatchObject({
    value: { opening: 'roses\n  are red\n\n    - and\n\tso  \non' },
  })
})
