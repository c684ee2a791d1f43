import { expect, test } from 'vitest'
import { defaultLimits } from '#story/generator.ts'
import { fileNameOf, mostCharacters, readGenerator } from './files.ts'

test.for([
  ['Beasts', 'Beasts.txt'],
  ['', 'generator.txt'],
  [' a/b\\c:d*?"<>|\n ', 'a b c d.txt'],
  ['x'.repeat(300), `${'x'.repeat(100)}.txt`],
  ['Wölfe & Füchse', 'Wölfe & Füchse.txt'],
] as const)('%j is saved as %s', ([name, file]) => {
  expect(fileNameOf(name)).toBe(file)
})

test('a file is a generator of its name, whatever its lines end with', async () => {
  const file = new File(['\ufeffoutput\r\n  owl\r  wolf\n'], 'my.beasts.txt')
  expect(await readGenerator(file)).toEqual({
    name: 'my.beasts',
    text: 'output\n  owl\n  wolf\n',
    imports: [],
  })
})

test('what is larger than a generator may be is not taken', async () => {
  expect(mostCharacters).toBe(defaultLimits.source)
  expect(await readGenerator(new File(['a'.repeat(2_000_001)], 'large.txt'))).toBeNull()
  expect(await readGenerator(new File(['a'.repeat(8_000_001)], 'larger.txt'))).toBeNull()
})
