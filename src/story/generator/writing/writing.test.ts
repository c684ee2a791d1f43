import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { membersOf, memberWords, outlineOf, piecesOf } from '../../generator-writing.ts'
import { commonMembers } from '../members/get-member.ts'

function painted(line: string, isBody = false): readonly string[] {
  return piecesOf(line, isBody).map(({ from, to, kind }) => `${kind} ${line.slice(from, to)}`)
}

describe('the pieces of a line', () => {
  test.for<[string, readonly string[]]>([
    ['', []],
    ['animal', ['list animal']],
    ['animal ^2 // few', ['list animal', 'odds ^2', 'comment // few']],
    ['  // all of it', ['comment // all of it']],
    ['  a plain owl', []],
    ['  owl ^[n > 1 && day]', ['odds ^[', 'name n', 'sign >', 'number 1', 'sign &&', 'name day', 'odds ]']],
    ['  http://x is text', []],
    ['  \\{no\\} block', ['escape \\{', 'escape \\}']],
    ['  [who.titleCase]!', ['sign [', 'name who', 'sign .', 'member titleCase', 'sign ]']],
    ['  ["a ] b", true]', ['sign [', 'quoted "a ] b"', 'sign ,', 'keyword true', 'sign ]']],
    ['  {a} {1-6}', ['sign {', 'choice a', 'sign }', 'sign {', 'choice 1-6', 'sign }']],
    ['  {x^2|[y]}', ['sign {', 'odds ^2', 'sign |', 'sign [', 'name y', 'sign ]', 'sign }']],
    ['  {a|{b|c}}', ['sign {', 'sign |', 'sign {', 'sign |', 'sign }', 'sign }']],
    ['size = {1-3} m', ['property size', 'sign =', 'sign {', 'choice 1-3', 'sign }']],
    ['twice(x) => x + x', ['function twice', 'sign (', 'name x', 'sign )', 'sign =>', 'name x', 'sign +', 'name x']],
    ['  never [closed', ['broken [closed']],
    ['  or {this', ['broken {this']],
    ['  [1 ~ "', ['broken [1 ~ "']],
  ])('%j', ([line, pieces]) => {
    expect(painted(line)).toEqual(pieces)
  })

  test('of a function’s body are those of an expression', () => {
    expect(painted('    return n // so', true)).toEqual(['keyword return', 'name n', 'comment // so'])
  })

  test('lie one after the other within any line', () => {
    const line = fc.string({ unit: fc.constantFrom(...'ab1 \t[]{}|^=()"\'`\\/.,$>~\n') })
    fc.assert(
      fc.property(line, fc.boolean(), (text, isBody) => {
        const flat = text.replaceAll('\n', ' ')
        let end = 0
        for (const { from, to } of piecesOf(flat, isBody)) {
          expect(from).toBeGreaterThanOrEqual(end)
          expect(to).toBeGreaterThan(from)
          end = to
        }
        expect(end).toBeLessThanOrEqual(flat.length)
      }),
    )
  })
})

describe('the outline', () => {
  const source = 'output\n  [a]\nf(x) =>\n  return x\n\n  g = 1\nbird ^2\n  song = la\n  sea\n    gull\n  owl'

  test('says what each line is', () => {
    expect(outlineOf(source).map(({ kind, name, level }) => `${level} ${kind} ${name}`)).toEqual([
      '0 list output',
      '1 list [a]',
      '0 function f',
      '1 body ',
      '1 body ',
      '0 list bird',
      '1 property song',
      '1 list sea',
      '2 list gull',
      '1 list owl',
    ])
  })

  test('knows what lies in a list', () => {
    const outline = outlineOf(source)
    const named = (name: string) => outline.filter((line) => line.name === name)
    expect(named('bird').flatMap((line) => membersOf(outline, line).map(({ name }) => name))).toEqual([
      'song',
      'sea',
      'owl',
    ])
    expect(named('owl').flatMap((line) => membersOf(outline, line))).toEqual([])
  })
})

test('every member that all values have is told of, and no other', () => {
  const told = memberWords.map(({ name, takes }) => [name, takes === 'nothing' ? 'getter' : 'method'])
  expect(new Map(told.map(([name, kind]) => [name, kind]))).toEqual(
    new Map([...commonMembers].map(([name, { kind }]) => [name, kind])),
  )
})
