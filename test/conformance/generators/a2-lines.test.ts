import { describe, expect, test } from 'vitest'
import { expectFrom, opened, type Expected } from '../../support/generators.ts'

describe('A2: lines and indentation', () => {
  test.for<readonly [string, string, Expected]>([
    ['two spaces', 'output\n  a', 'a'],
    ['a tab', 'output\n\ta', 'a'],
    ['both in one file', 'output\n  [x]\nx\n\ta', 'a'],
    ['both in one line', 'output\n  [x.y.z]\nx\n  y\n\t  z = even', 'even'],
    ['both in one list', 'output\n\ta\n  b', ['a', 'b']],
    ['four spaces throughout are still siblings', 'output\n    a\n    b', ['a', 'b']],
    ['three spaces are one level', 'output\n   a\n   b', ['a', 'b']],
    ['one space is no level', 'output\n a', { fault: 'empty-list' }],
    [
      'the parent is the nearest earlier line with a smaller level',
      'output\n  [x.joinItems("-")]\nx\n    a\n  b',
      'a-b',
    ],
    ['\\r\\n ends a line', 'output\r\n  a\r\n', 'a'],
    ['\\r ends a line', 'output\r  a\r', 'a'],
    ['blank lines do not count', 'output\n\n   \n\t\n  a\n\n  b', ['a', 'b']],
    ['blanks at the end do not count', 'output  \n  a  \t', 'a'],
    ['inner blanks are kept', 'output\n  a   b', 'a   b'],
    ['blanks at the ends by \\s', 'output\n  \\sa\\s', ' a '],
    ['a byte order mark does not count', '\ufeffoutput\n  a', 'a'],
    ['a first line that is further in begins at the top', '    output\n      a', 'a'],
  ])('%s', ([, source, expected]) => expectFrom(source, expected))
})

describe('A2: comments', () => {
  test.for<readonly [string, Expected]>([
    ['// c\noutput // d\n  a // e', 'a'],
    ['output\n  // c\n  a', 'a'],
    ['output\n  http://x', 'http://x'],
    ['output\n  a//b', 'a//b'],
    ['output\n  ["a // b"]', 'a // b'],
    ['output\n  a ^2 // odds\n  b ^0 // [never] {', 'a'],
    ['output\n  [n]\nn = 4 // a property', '4'],
    ['output\n  a\t// after a tab', 'a'],
    ['output\n  {x|x} // { [ }', 'x'],
    ['output\n  [f(2)] // call\nf(x) => x * 2 // double', '4'],
    ['output\n  a\n//  b', 'a'],
  ])('%j', ([source, expected]) => expectFrom(source, expected))
})

describe('A2: names and properties', () => {
  test.for<readonly [string, Expected]>([
    ['output\n  [a_1$]\na_1$\n  x', 'x'],
    ['output\n  [x["two words"]]\nx\n  two words\n    y', 'y'],
    ['output\n  [X][x]\nX\n  big\nx\n  small', 'bigsmall'],
    ['output\n  [x]\nx\n  first\nx\n  second', 'second'],
    ['output\n  [p]\np=tight', 'tight'],
    ['output\n  [p]\np   =   loose   ', 'loose'],
    ['output\n  [x.p]\nx\n  p = a = b', 'a = b'],
    ['output\n  <i title="x">a</i>', '<i title="x">a</i>'],
    ['output\n  a \\= b', 'a = b'],
    ['output\n  [x = 1, ""]{x=|y=}', ['x=', 'y=']],
    ['output\n  [x["two words"]]\nx\n  two words = y', 'y'],
    ['output\n  [x.joinItems("")]\nx\n  p = no item\n  a\n  q = none\n  b', 'ab'],
    ['output\n  1 + 1 = 2', '1 + 1 = 2'],
    ['output\n  [root["my list"]]\nmy list\n  a', 'a'],
    ['output\n  [größe]\ngröße\n  groß', 'groß'],
  ])('%j', ([source, expected]) => expectFrom(source, expected))
})

describe('A2: what is warned of', () => {
  test.for<readonly [string, string, number, number]>([
    ['output\n   a', 'odd-indent', 2, 4],
    ['output\n    a', 'skipped-level', 2, 5],
    ['output\n  <b x="y">', 'unescaped-equals-sign', 2, 7],
    ['output\n  two words = x', 'unescaped-equals-sign', 2, 13],
    ['output\n  [x]\nx\n  a\nx\n  b', 'duplicate-top-level-list-name', 5, 1],
    ['output\n  a\nmy list\n  b', 'unusable-list-name', 3, 1],
    ['output\n  a\n1st\n  b', 'unusable-list-name', 3, 1],
    ['output\n  a\nclass\n  b', 'unusable-list-name', 3, 1],
  ])('%j: %s', ([source, id, line, column]) => {
    const found = opened(source).check()
    expect(found).toContainEqual(expect.objectContaining({ id, line, column, severity: 'warning' }))
  })
})
