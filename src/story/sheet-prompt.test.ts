import { describe, expect, test } from 'vitest'
import { emptySheet, type Lore, type Sheet } from '#protocol/sheet.ts'
import { sheetPrompt } from './sheet-prompt.ts'

const sheetOf = (change: Partial<Sheet>): Sheet => ({ ...emptySheet, ...change })

test('what may differ from reply to reply stands last', () => {
  const sheet = sheetOf({
    name: 'Mira',
    about: 'She keeps the lighthouse.\n',
    scene: 'An island in winter.',
    opening: 'It rained.',
    telling: 'In the past tense.',
    lore: [
      { keys: '', text: 'There is no ferry.' },
      { keys: 'lamp', text: 'The lamp is old.' },
    ],
    picture: 'data:image/png;base64,AAAA',
  })
  const stable = `How to tell the story:
In the past tense.

The character: Mira
She keeps the lighthouse.

The scene:
An island in winter.

The story has already begun with these words. Go on from them, and do not repeat them:
It rained.

What is known of the world of the story:
There is no ferry.`
  expect(sheetPrompt(sheet, [])).toBe(stable)
  expect(sheetPrompt(sheet, ['Light the lamp!'])).toBe(`${stable}\n\nThe lamp is old.`)
})

test.for<Partial<Sheet>>([
  {},
  { picture: 'data:image/png;base64,AAAA' },
  { name: ' ', about: '\n', scene: '\t', opening: ' ', telling: '\r\n', lore: [{ keys: '', text: ' ' }] },
  { lore: [{ keys: 'lamp', text: 'The lamp is old.' }] },
])('a sheet that has nothing to tell is no prompt: %j', (change) => {
  expect(sheetPrompt(sheetOf(change), ['Once'])).toBeUndefined()
})

test.for<[Partial<Sheet>, string]>([
  [{ name: 'Mira' }, 'The character: Mira'],
  [{ about: 'A keeper.' }, 'The character:\nA keeper.'],
  [{ scene: 'An inn.' }, 'The scene:\nAn inn.'],
])('each part may stand alone: %j', ([change, prompt]) => {
  expect(sheetPrompt(sheetOf(change), [])).toBe(prompt)
})

describe('lore', () => {
  const heading = 'What is known of the world of the story:\n'
  const toldBy = (lore: readonly Lore[], recent: readonly string[], change: Partial<Sheet> = {}): string | undefined =>
    sheetPrompt(sheetOf({ ...change, lore: [...lore] }), recent)?.split(heading)[1]
  const isTold = (keys: string, text: string): boolean => toldBy([{ keys, text: 'told' }], [text]) === 'told'

  test.for([
    ['inn', 'They came to the inn.'],
    ['inn', 'INN'],
    [' tavern , Inn ', 'An inn, then.'],
    ['old inn', 'the Old Inn!'],
    ['ÉLAN', 'with e\u0301lan'],
    ['straße', 'DIE STRASSE'],
    ['οδός', 'Η ΟΔΌΣ'],
    ['C++', 'in C++.'],
    ['a.b', 'it is a.b'],
    ['inn', 'the inns of the inn'],
    ['龍', '赤い龍が来た'],
    ['🐉', 'a🐉b_🐉'],
    ['inn', '_inn_'],
  ] as const)('%s is called up by: %s', ([keys, text]) => expect(isTold(keys, text)).toBe(true))

  test.for([
    ['inn', 'the inner room'],
    ['inn', 'the Finn'],
    ['inn', 'inn2 and 3inn'],
    ['inn', 'innß, 𝐚inn𝐚'],
    ['a.b', 'axb'],
    ['old inn', 'old'],
    ['кот', 'который'],
  ] as const)('%s is not called up by: %s', ([keys, text]) => expect(isTold(keys, text)).toBe(false))

  test.for(['', ' ', ',', ' , ,'])('without a key it is always told: "%s"', (keys) => {
    expect(isTold(keys, '')).toBe(true)
  })

  test('the opening, the scene and the last six messages call it up, and nothing else does', () => {
    const lore = [{ keys: 'lamp', text: 'told' }]
    expect(toldBy(lore, [], { opening: 'A lamp.' })).toBe('told')
    expect(toldBy(lore, [], { scene: 'A lamp.' })).toBe('told')
    expect(toldBy(lore, [], { about: 'A lamp.', name: 'lamp', telling: 'lamp' })).toBeUndefined()
    const lampAt = (place: number): readonly string[] =>
      Array.from({ length: 10 }, (_, n) => (n === place ? 'lamp' : ''))
    expect(toldBy(lore, lampAt(4))).toBe('told')
    expect(toldBy(lore, lampAt(3))).toBeUndefined()
  })

  test.for(['old inn；harbour', '古い、港', 'نزل، ميناء', 'x\nharbour'])(
    'keys may be parted as scripts do: %s',
    (keys) => {
      const [, last = ''] = keys.split(/[；、،\n]/)
      expect(toldBy([{ keys, text: 'told' }], [`the ${last.trim()}.`])).toBe('told')
    },
  )

  test('a key is not found in a word that goes on with a sign of its own', () => {
    expect(toldBy([{ keys: 'क', text: 'told' }], ['कि'])).toBeUndefined()
    expect(toldBy([{ keys: 'क', text: 'told' }], ['क.'])).toBe('told')
  })

  test('however many keys there are, it is soon known which occur', () => {
    const keys = 'a b,'.repeat(125)
    const lore = Array.from({ length: 100 }, (_, place) => ({ keys: keys.replaceAll('b', `b${place}`), text: 'told' }))
    expect(
      toldBy(
        lore,
        Array.from({ length: 6 }, () => 'a '.repeat(500_000)),
      ),
    ).toBeUndefined()
  })

  test('a key is found in one message, not across two', () => {
    expect(toldBy([{ keys: 'old inn', text: 'told' }], ['old', 'inn'])).toBeUndefined()
  })

  test('there is room for 8,000 characters: what does not fit is left out, and what follows may fit', () => {
    const lore = [3_000, 3_000, 3_000, 2_000, 1].map((length, n) => ({ keys: '', text: `${n}`.repeat(length) }))
    expect(toldBy(lore, [])).toBe([lore[0], lore[1], lore[3]].map((entry) => entry?.text).join('\n\n'))
  })
})
