import { expect, test } from 'vitest'
import { needlessWord, parseArguments } from './arguments.ts'

test.for([
  [[], '', {}],
  [['up'], 'up', {}],
  [['up', '--edge-port', '9', '--no-look'], 'up', { '--edge-port': '9', '--no-look': 'true' }],
  [['up', '--edge-port=9', '--look'], 'up', { '--edge-port': '9', '--look': 'true' }],
  [['up', '--look', '--open', 'false'], 'up', { '--look': 'true', '--open': 'false' }],
  [['up', '--edge-port', '-1'], 'up', { '--edge-port': '-1' }],
  [['edge', '--origin-url', 'http://h:1?a=b'], 'edge', { '--origin-url': 'http://h:1?a=b' }],
  [['export', '--chat', 'a', '--to', 'x', '--chat=b'], 'export', { '--chat': 'a,b', '--to': 'x' }],
  [['--help'], '', { '--help': 'true' }],
] as const)('%j', ([args, command, flags]) => {
  const parsed = parseArguments(args)
  expect(parsed.command).toBe(command)
  expect(Object.fromEntries(parsed.flags)).toEqual(flags)
})

test('a word that belongs to no flag is refused by name', () => {
  expect(needlessWord(parseArguments(['up', 'now']))).toBe(
    '`now` stands alone on the command line: write a setting as --name value, or leave it out.',
  )
  expect(needlessWord(parseArguments(['up', '--open', 'false']))).toBeUndefined()
})

test('a dash alone is a word: what comes in', () => {
  expect(parseArguments(['generate', '--json', '-']).words).toEqual(['-'])
  expect(parseArguments(['generate', '--batch', '-']).flags.get('--batch')).toBe('-')
})

test('a word after a flag that never has a value is a word', () => {
  const { flags, words } = parseArguments(['restore', '--dry-run', 'newest', '--to', 'elsewhere'])
  expect([Object.fromEntries(flags), words]).toEqual([{ '--dry-run': 'true', '--to': 'elsewhere' }, ['newest']])
})
