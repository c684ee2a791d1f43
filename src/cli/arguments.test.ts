import { expect, test } from 'vitest'
import { parseArguments } from './arguments.ts'

test.for([
  [[], '', {}],
  [['up'], 'up', {}],
  [['up', '--edge-port', '9', '--no-look'], 'up', { '--edge-port': '9', '--no-look': 'true' }],
  [['up', '--edge-port=9', '--look'], 'up', { '--edge-port': '9', '--look': 'true' }],
  [['up', '--look', '--open', 'false'], 'up', { '--look': 'true', '--open': 'false' }],
  [['up', '--edge-port', '-1'], 'up', { '--edge-port': '-1' }],
  [['edge', '--origin-url', 'http://h:1?a=b'], 'edge', { '--origin-url': 'http://h:1?a=b' }],
  [['--help'], '', { '--help': 'true' }],
] as const)('%j', ([args, command, flags]) => {
  const parsed = parseArguments(args)
  if (!parsed.ok) throw new Error(parsed.error)
  expect(parsed.value.command).toBe(command)
  expect(Object.fromEntries(parsed.value.flags)).toEqual(flags)
})

test('a word that belongs to no flag is refused by name', () => {
  expect(parseArguments(['up', 'now'])).toEqual({
    ok: false,
    error: '`now` stands alone on the command line: write a setting as --name value, or leave it out.',
  })
})
