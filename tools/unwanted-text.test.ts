import { expect, test } from 'vitest'
import { unwanted } from './unwanted-text.js'

// Written in parts, so that this file passes the gate it tests.
const slash = '/'
const secure = 'https:'

test.for([
  ['a path of one machine', `const file = '${slash}home/ada/story.txt'`],
  ['a path of one machine', `see ${slash}Users/ada/story.txt`],
  ['the address of a registry', `"resolved": "${secure}//mirror.example/a.tgz"`],
  ['the address of a registry', `registry=${secure}//npm.example.org/`],
  ['something that looks like a key', `const key = 'sk-${'a1'.repeat(20)}'`],
] as const)('%s is found: %s', ([what, line]) => {
  expect(unwanted(`fine\n${line}\nfine`)).toEqual([{ line: 2, what }])
})

test.for([
  'GET /api/home/x',
  'such as /home/you/models/story.gguf',
  'https://example.org/npm/',
  'dataDir is /srv/story',
  'sk-test',
])('%s is fine', (line) => {
  expect(unwanted(line)).toEqual([])
})
