import { describe, test } from 'vitest'
import { expectCase, type Case } from '../../support/generators.ts'

const book = 'book\n  poetry\n    ode\n    ode\n  poetry\n    ode'
const hat = 'hat\n  {felt|straw} hat'

describe('A7: what each thing prints and picks', () => {
  test.for<Case>([
    [
      '[h = hat.selectOne, ""][h] [h]',
      ['felt hat felt hat', 'felt hat straw hat', 'straw hat felt hat', 'straw hat straw hat'],
      hat,
    ],
    ['[h = hat.selectOne.selectOne, ""][h] [h]', ['felt hat felt hat', 'straw hat straw hat'], hat],
    ['[book]', 'poetry', book],
    ['[book.selectOne]', 'ode', book],
    ['[book.selectOne.selectOne]', 'ode', book],
    ['[planet]', 'Mars', 'planet\n  Mars\n    moons = 2'],
    ['[p = planet.selectOne] has [p.moons]', 'Mars has 2', 'planet\n  Mars\n    moons = 2'],
    ['[p = planet.selectOne.selectOne, p + "!"]', 'Mars!', 'planet\n  Mars\n    moons = 2'],
    ['[x.both]', 'sub', 'x\n  both\n    p = 1\n    sub\n      a'],
    ['[x.both.getName]', 'both', 'x\n  both\n    p = 1\n    sub\n      a'],
    ['[x.both.selectOne]', 'a', 'x\n  both\n    p = 1\n    sub\n      a'],
    ['[dice + dice > 1]', 'true', 'dice = {1-6}'],
    ['[d = dice.selectOne, d == d][typeof d]', 'truenumber', 'dice = {1-6}'],
    ['[x = p.selectOne, ""][x == x]', 'true', 'p = {a|b}'],
    ['[nick.getLength]', '2', 'nick = [long]\nlong\n  a\n  b'],
    ['[p.getLength]', '0', 'p = {[a]|[a]}\na\n  x\n  y'],
    ['[n = 1, ""][p][n = 2, ""][p]', '12', 'p = [n]'],
    ['[r = row.selectOne, ""][r.title] [r.year]', 'Dune 1965', 'row\n  *\n    title = Dune\n    year = 1965'],
    ['[row]', '', 'row\n  *\n    title = Dune'],
    ['[[1, 2, "a"]]', '12a'],
    ['[[1, 2].selectOne]', ['1', '2']],
    ['[x]', 'a<br>b', 'x\n  a\n  b\n  $output = [this.joinItems("<br>")]'],
    ['[x.selectOne]', ['a', 'b'], 'x\n  a\n  b\n  $output = no'],
    ['[x]', 'Bo, 5', 'x\n  Bo\n    $output = [this.getName], [this.age]\n    age = 5'],
    ['["a" + 1]', 'a1'],
    ['[true][false]', 'truefalse'],
    ['[1/3 > 0]', 'true'],
    ['[f]', { fault: 'function-printed', at: [2, 3], says: 'f' }, 'f(x) => x'],
    ['[({a: 1})]', { fault: 'undefined-value' }],
    ['[empty]', { fault: 'empty-list', says: 'empty' }, 'empty'],
    ['[empty.selectOne]', { fault: 'empty-list' }, 'empty'],
    ['[onlyProperties]', 'onlyProperties', 'onlyProperties\n  p = 1'],
    ['[x.joinItems("/")]', 'a/ode', 'x\n  a\n  b\n    ode'],
  ])('%j', (row) => expectCase(row))
})

describe('A7: run-time text is never evaluated again', () => {
  test.for<Case>([
    ['[x = "[" + "y" + "]", x]', '[y]', 'y\n  evaluated'],
    ['[x = y.evaluateItem, x]', '[z]', 'y\n  \\[z\\]\nz\n  evaluated'],
    ['[x = y.evaluateItem, "" + x + x.toUpperCase()]', '{a|b}{A|B}', 'y\n  \\{a\\|b\\}'],
    ['[["{a|b}".evaluateItem].join("").includes("{")]', 'false'],
    ['[f("\\[y\\]")]', '<[y]>', 'f(t) => "<[t]>"\ny\n  evaluated'],
  ])('%j', (row) => expectCase(row))
})

describe('A7: conversions', () => {
  test.for<Case>([
    ['[seats + 1]', '5', 'seats\n  4'],
    ['[seats * 2][seats - 1][-seats]', '83-4', 'seats\n  4'],
    ['[seats + " left"]', '4 left', 'seats\n  4'],
    ['[a + b]', '7', 'a = 3\nb\n  4'],
    ['[code + 1]', '0071', 'code\n  007'],
    ['[x = seats.evaluateItem, x + 1]', '5', 'seats\n  4'],
    ['[list ? "yes" : "no"]', 'yes', 'list\n  0'],
    ['[[] ? "yes" : "no"]', 'yes'],
    ['[p ? "yes" : "no"]', 'no', 'p = 0'],
    ['[p ? "yes" : "no"]', 'no', 'p = false'],
    ['[p ? "yes" : "no"]', 'no', 'p ='],
    ['[p ? "yes" : "no"]', 'yes', 'p = no'],
    ['["" ? "yes" : "no"]', 'no'],
    ['[x.selectAll[0] == x.selectAll[1]]', 'false', 'x\n  same\n  same'],
    ['[a = x.selectOne, a == a][a === a]', 'truetrue', 'x\n  same'],
    ['[x.selectOne == "same"][x.selectOne === "same"]', 'truetrue', 'x\n  same'],
    ['[x.selectOne == 4][p == 4][p === "4"]', 'truetruetrue', 'x\n  4\np = 4'],
    ['[p == q]', 'true', 'p = a\nq = a'],
    ['[p != "b"]', 'true', 'p = a'],
    ['[a < b]', 'true', 'a = 9\nb = 10'],
    ['[[1, 2] == [1, 2]]', 'false'],
  ])('%j', (row) => expectCase(row))
})
