import { describe, expect, test } from 'vitest'
import { expectCase, opened, type Case } from '../../support/generators.ts'

const flavours = 'flavour\n  mint'

describe('A6: blocks and what they show', () => {
  test.for<Case>([
    ['[ flavour ]', 'mint', flavours],
    ['["a", "b", "c"]', 'c'],
    ['["a", ""]', ''],
    ['[x = flavour.selectOne]-[x]', 'mint-mint', flavours],
    ['[x = w]{q|q}[x]', ['aqa', 'aqb', 'bqa', 'bqb'], 'w\n  a\n  b'],
    ['[x = w.evaluateItem][x]', ['aa', 'bb'], 'w\n  {a|b}'],
    ['[x = w, ""][x]', ['a', 'b'], 'w\n  a\n  b'],
    ['[prep, ""][n]', '0', 'prep = [n = 0]'],
    ['[prep, n]', { fault: 'not-defined', says: 'n is not defined' }, 'prep\n  [n = 0]'],
    ['[prep.evaluateItem, n]', '5', 'prep\n  [n = 5]'],
    ['[f]', { fault: 'not-defined', at: [2, 4], says: 'f is not defined' }],
    ['[flavuor]', { fault: 'not-defined', says: 'did you mean flavour?' }, flavours],
    ['[n]', { fault: 'undefined-value', at: [2, 3], says: '[n] returned undefined' }, 'n = [undefined]'],
    ['[true ? "yes" : nowhere]', 'yes'],
    ['[false && nowhere][true || nowhere]', 'falsetrue'],
    ['[null]', ''],
    ['[]', { fault: 'syntax' }],
    ['[1 +]', { fault: 'syntax', at: [2, 7] }],
    ['[a b]', { fault: 'syntax', at: [2, 6] }],
    ['[,]', { fault: 'syntax' }],
    ['[#]', { fault: 'syntax', at: [2, 4] }],
  ])('%j', (row) => expectCase(row))
})

describe('A6: if and else', () => {
  test.for<Case>([
    ['[if (n < 4) {"low"} else if (n < 9) {"mid"} else {"high"}]', 'mid', 'n = 5'],
    ['[if(n == 5) "five" ;else "other"]', 'five', 'n = 5'],
    ['[if (n == 4) {"four"}]', '', 'n = 5'],
    ['[if (n) {a = 1; b = 2; a + b}]', '3', 'n = 5'],
    ['[if (n) {"a", "b"} else {"c"};]', 'b', 'n = 5'],
    ['[if (n) {} else {"c"}]', '', 'n = 5'],
    ['[if (n) {if (m) {"both"} else {"n"}}]', 'n', 'n = 5\nm = 0'],
    ['[k = 1, if (k) {"x"}]', { fault: 'syntax', at: [2, 11], says: 'block of its own' }],
    ['[if n {1}]', { fault: 'syntax' }],
    ['[if (n) {1]', { fault: 'syntax' }],
  ])('%j', (row) => expectCase(row))

  test('an if after a comma and a single = in a condition are warned of', () => {
    const found = opened(
      'output\n  [k = 1, if (k) {2}]\n  [if (k = 2) {3}]\n  [k = 2 ? 1 : 2]\n  [(k = 2) ? 1 : 2]',
    ).check()
    expect(found.filter(({ severity }) => severity === 'warning').map(({ id, line }) => [id, line])).toEqual([
      ['if-after-comma', 2],
      ['single-equals-in-if-else-condition', 3],
      ['single-equals-in-if-else-condition', 5],
    ])
  })
})

describe('A6: operators', () => {
  test.for<readonly [string, string]>([
    ['1 + 2 * 3', '7'],
    ['(1 + 2) * 3', '9'],
    ['2 ** 3 ** 2', '512'],
    ['7 % 4 - 1', '2'],
    ['10 / 4', '2.5'],
    ['1 - 2 - 3', '-4'],
    ['-3 + +"4"', '1'],
    ['!0', 'true'],
    ['!!"a"', 'true'],
    ['typeof 1', 'number'],
    ['typeof "a"', 'string'],
    ['typeof undefined', 'undefined'],
    ['1 < 2 && 2 <= 2 && 3 > 2 && 3 >= 3', 'true'],
    ['1 < 2 == true', 'true'],
    ['"b" > "a"', 'true'],
    ['"10" > 9', 'true'],
    ['1 == "1"', 'true'],
    ['1 === "1"', 'false'],
    ['"a" != "b"', 'true'],
    ['"a" !== "a"', 'false'],
    ['null == undefined', 'true'],
    ['null === undefined', 'false'],
    ['null ?? "default"', 'default'],
    ['0 || "default"', 'default'],
    ['0 ?? "default"', '0'],
    ['"" || 0 || "last"', 'last'],
    ['1 && 2', '2'],
    ['"a" + 1 + 2', 'a12'],
    ['1 + 2 + "a"', '3a'],
    ['"1" + 1', '11'],
    ['"" + 1 + 2', '12'],
    ['1 + ("" + 2) + 3', '123'],
    ['1 + 2 + ""', '3'],
    ['`${1}` + 1', '11'],
    ['"[1]" + 1', '11'],
    ['("" + 1) * 2 + 1', '3'],
    ['true ? false ? 1 : 2 : 3', '2'],
    ['0.1 + 0.2', '0.30000000000000004'],
    ['0x10 + 1e2 + .5', '116.5'],
    ['"x" - 1', 'NaN'],
    ['[1, 2, 3]', '123'],
    ['[1, [2, 3]].length', '2'],
    ['({a: 1, "b c": 2})["b c"]', '2'],
    ['({a: 1})?.a', '1'],
    ['(null)?.a ?? "none"', 'none'],
    ['(undefined)?.a.b["c"].d(1) ?? "none"', 'none'],
    ['(null)?.["a"] ?? "none"', 'none'],
    ['true ?.5 : 1', '0.5'],
    ["'it' + `s`", 'its'],
    ['`${1 + 1} and ${"a" + `b`}`', '2 and ab'],
    ['Infinity', 'Infinity'],
    ['isNaN(NaN)', 'true'],
    ['parseInt("12px") + parseFloat("1.5x")', '13.5'],
    ['parseInt("ff", 16)', '255'],
    ['Number("4") + 1', '5'],
    ['String(4) + 1', '5'],
    ['Math.floor(2.7) + Math.ceil(2.1) + Math.round(2.5)', '8'],
    ['Math.min(3, 1, 2) + Math.max(3, 1, 2)', '4'],
    ['Math.abs(-2) + Math.pow(2, 3) + Math.sqrt(9) + Math.trunc(-1.5) + Math.sign(-4)', '11'],
    ['Math.PI', '3.141592653589793'],
  ])('[%s] shows %s', ([expression, expected]) => expectCase([`[${expression}]`, expected]))
})

describe('A6: storing', () => {
  test.for<Case>([
    ['[n = 1][n += 2][n -= 1][n *= 5][n /= 2][n %= 3]', '1321052'],
    ['[n = 6, n++ / 2]', '3'],
    ['[n = 5, n++][n][++n][n--][--n]', '56775'],
    ['[n = 0, n ||= 4][n &&= 5][n ??= 6]', '455'],
    ['[n ||= 4]', '4', 'n = 0'],
    ['[a = b = 2][a][b]', '222'],
    ['[ticket.seat = 12, ticket]', 'Seat 12', 'ticket\n  $output = Seat [this.seat]\n  seat = 3'],
    ['[ticket]', 'Seat 3', 'ticket\n  $output = Seat [this.seat]\n  seat = 3'],
    ['[x.n += 1][x["n"] += 1][x.n]', '233', 'x\n  n = 1\n  a'],
    ['[root.x = 4, x]', '4'],
    ['[y.z = 1, y.z]', '1', 'y\n  a'],
    ['[a = [1, 2], a[1] = 5, a[2] = 6, a]', '156'],
    ['[r = ({k: 1}), r.k += 1, r.k]', '2'],
    ['[1 = 2]', { fault: 'syntax' }],
    ['[r = {k: 1, "l": {m: 2}}, r.k + r.l.m]', '3'],
    ['[k = 4, r = {k}, r.k]', '4'],
    ['[n = {1-6}]', { fault: 'syntax', at: [2, 10], says: 'quotes' }],
    ['[n = {a|b}]', { fault: 'syntax', says: 'quotes' }],
    ['[r = {constructor: 1}]', { fault: 'forbidden-name' }],
    ['[r = {constructor}]', { fault: 'forbidden-name' }],
    ['[r?.constructor]', { fault: 'forbidden-name' }],
    ['[r?.k = 1]', { fault: 'syntax' }],
    ['[x.y.z = 1]', { fault: 'not-a-list' }, 'x\n  y = text'],
    ['["abc".x = 1]', { fault: 'not-a-list' }],
    ['[Math.PI = 3]', { fault: 'not-a-list' }],
    ['[x.n++, x.n]', '8', 'x\n  n = 7'],
  ])('%j', (row) => expectCase(row))
})

describe('A6: templates in quotes', () => {
  test.for<Case>([
    ['["Two [flavour] scoops"]', 'Two mint scoops', flavours],
    ['[x = "{a|b}", x]{ | }[x]', ['a a', 'a b', 'b a', 'b b']],
    ['["a\\nb"]', 'a\nb'],
    ['["["]', '['],
    ['["{x}"]', '{x}'],
    ['["a [1 +"]', 'a [1 +'],
    ['[x = "[y]", ""][y = 3, ""][x]', '3'],
    ['[f("a")]', 'got a', 'f(v) => "got [v]"'],
    ['[[1, 2].map(n => "<[n]>")]', '<1><2>'],
    ['["[this.p]"]', { fault: 'undefined-value' }],
    ['[x]', '4', 'x\n  $output = ["[this.p]"]\n  p = 4'],
    ['[y == "mint"]', 'true', `y = ["[flavour]"]\n${flavours}`],
    ['[flavour == "[flavour]"]', 'true', flavours],
  ])('%j', (row) => expectCase(row))
})

describe('A6: keys, this and names', () => {
  const planets = 'planet\n  Mars\n    moons = 2\n  two words = here\n  deep\n    x\n      c = found'
  test.for<Case>([
    ['[planet["Mars"].moons]', '2', planets],
    ['[planet.Mars.moons]', '2', planets],
    ['[v = "Mars", planet[v].moons]', '2', planets],
    ['[planet[k].moons]', '2', `${planets}\nk\n  Mars`],
    ['[a = "two", b = " words", planet[a + b]]', 'here', planets],
    ['[planet["de" + "ep"].x["c"]]', 'found', planets],
    ['[v = "Mars", planet.v]', { fault: 'undefined-value' }, planets],
    ['[planet.Mars.rings || "none"]', 'none', planets],
    ['[planet.a || planet.b || planet["two words"]]', 'here', planets],
    ['[planet.Pluto.moons]', { fault: 'undefined-value', says: 'moons' }, planets],
    ['[root.planet.Mars.moons]', '2', planets],
    ['[x.self]', '1', 'x\n  n = 1\n  self = [this.n]'],
    ['[x.set, x.n]', '9', 'x\n  n = 1\n  set = [this.n = 9]'],
    ['[f(1)]', '1', 'f(x) => x\nx\n  list'],
    ['[x = 2, x]', '2', 'x\n  list'],
    ['[toString]', { fault: 'not-defined' }],
    ['[hasOwnProperty]', { fault: 'not-defined' }],
    ['[x.toString || "none"]', 'none', 'x\n  a'],
    ['[x.hasOwnProperty]', { fault: 'undefined-value' }, 'x\n  a'],
    ['[x.constructor]', { fault: 'forbidden-name' }, 'x\n  a'],
    ['[x["con" + "structor"]]', { fault: 'forbidden-name' }, 'x\n  a'],
    ['["a"["__proto__"]]', { fault: 'forbidden-name' }],
    ['[x.prototype = 1]', { fault: 'forbidden-name' }, 'x\n  a'],
    ['[({__proto__: 1})]', { fault: 'forbidden-name' }],
    ['[constructor]', 'a list', 'constructor\n  a list'],
    ['[__proto__.joinItems("")]', 'ab', '__proto__\n  a\n  b'],
    ['[toString][valueOf]', 'ab', 'toString\n  a\nvalueOf\n  b'],
  ])('%j', (row) => expectCase(row))
})
