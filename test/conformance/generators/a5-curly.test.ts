import { describe, test } from 'vitest'
import { expectCase, type Case } from '../../support/generators.ts'

const digits = Array.from('0123456789')

describe('A5: curly blocks', () => {
  test.for<Case>([
    ['{x|y|z}', ['x', 'y', 'z']],
    ['{ x | x }', ' x '],
    ['{[a]|[a]}', 'q', 'a\n  q'],
    ['{x{1|1}|x{1|1}}', 'x1'],
    ['{-|}{0-9}', digits.flatMap((digit) => [digit, `-${digit}`])],
    ['{|}', ''],
    ['{3-5}', ['3', '4', '5']],
    ['{7-7}', '7'],
    ['{5-3}', ['3', '4', '5']],
    ['{a-c}', ['a', 'b', 'c']],
    ['{X-Z}', ['X', 'Y', 'Z']],
    ['{0-9}', digits],
    ['{x}', { fault: 'curly-syntax', at: [2, 3], says: "doesn't appear to have the correct syntax" }],
    ['{}', { fault: 'curly-syntax' }],
    ['{a-Z}', { fault: 'curly-syntax' }],
    ['{-3-5}', { fault: 'curly-syntax' }],
    ['{import:}', { fault: 'curly-syntax' }],
    ['{1 - 2}', { fault: 'curly-syntax' }],
    ['{fine|{x}^0}', 'fine'],
  ])('%j', (row) => expectCase(row))
})

describe('A5: {a} and {A} fit the sound of what follows', () => {
  test.for<Case>([
    ['{a} heir', 'an heir'],
    ['{a} university', 'a university'],
    ['{a} 80-page book', 'an 80-page book'],
    ['{a} 11,000-year-old tree', 'an 11,000-year-old tree'],
    ['{a} 18th try', 'an 18th try'],
    ['{a} 100 times', 'a 100 times'],
    ['{a} European', 'a European'],
    ['{a} one-eyed cat', 'a one-eyed cat'],
    ['{a} honest man', 'an honest man'],
    ['{a} hourglass', 'an hourglass'],
    ['{a} ukulele', 'a ukulele'],
    ['{a} ewe', 'a ewe'],
    ['{a} unimportant thing', 'an unimportant thing'],
    ['{a} unicorn', 'a unicorn'],
    ['{a} UFO', 'a UFO'],
    ['{a} FBI agent', 'an FBI agent'],
    ['{a} NASA engineer', 'a NASA engineer'],
    ['{a} Émile', 'an Émile'],
    ['{A} apple', 'An apple'],
    ['{A} pear', 'A pear'],
    ['{a} "owl"', 'an "owl"'],
    ['{a} <b class="x">owl</b>', 'an <b class="x">owl</b>'],
    ['{a} (old) man', 'an (old) man'],
    ['{a}  [x]', 'an  owl', 'x\n  owl'],
    ['{a} [x]', ['a pear', 'an apple'], 'x\n  pear\n  apple'],
    ['[art] [x]', 'an owl', 'art\n  {a}\nx\n  owl'],
    ['{a} {owl|owl}', 'an owl'],
    ['{a}', 'a'],
    ['x {a}', 'x a'],
    ['{a} {a} owl', 'an an owl'],
    ['[y = "{a} owl".evaluateItem, y] and {a} [y]', 'an owl and an an owl'],
  ])('%j', (row) => expectCase(row))
})

describe('A5: {s} counts by the number before', () => {
  test.for<Case>([
    ['0 page{s}', '0 pages'],
    ['1 page{s}', '1 page'],
    ['31 page{s}', '31 pages'],
    ['1,000 page{s}', '1,000 pages'],
    ['1.5 page{s}', '1.5 pages'],
    ['1 page{s}, 2 line{s}', '1 page, 2 lines'],
    ['2 cat{s} and dog{s}', '2 cats and dogs'],
    ['page{s}', 'page{s}'],
    ['page{s} 2', 'page{s} 2'],
    ['[n] page{s}', '3 pages', 'n = 3'],
    ['{1-1} page{s}', '1 page'],
    ['[x] page{s}', '1 page', 'x\n  {1-1}'],
  ])('%j', (row) => expectCase(row))
})
