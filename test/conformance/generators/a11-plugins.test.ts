import { describe, test } from 'vitest'
import { expectCase, type Case } from '../../support/generators.ts'

const tree = 'animal\n  bird\n    owl\n    kite\n  fish\n    cod'
const hero =
  'hero\n  $output = [this.name] ([this.hp])\n  str = {1-9}\n  hp = [this.str * 2]\n  name = {Bo|Al}\n  mood\n    glad\n    sad'

describe('A11: built-in plugins', () => {
  test.for<Case>([
    ['[d("3")]', '3', 'd = {import:dice-plugin}'],
    ['[d("1d1+2")][d("2d1-1")][d("10d1 + 1d1 - 3")][d("d1")]', '3181', 'd = {import:dice-plugin}'],
    ['[d("d6") < 7 && d("d6") > 0]', 'true', 'd = {import:dice-plugin}'],
    ['[d("two")]', { fault: 'syntax' }, 'd = {import:dice-plugin}'],
    ['[d("1d99999999999999999999")> 0]', 'true', 'd = {import:dice-plugin}'],
    ['[d("999999999d6")]', { fault: 'too-many-steps' }, 'd = {import:dice-plugin}'],
    ['[h = make(hero), h.hp == h.str * 2 && h.hp == h.hp]', 'true', `make = {import:create-instance-plugin}\n${hero}`],
    ['[h = make(hero), h.name == h.name]', 'true', `make = {import:create-instance-plugin}\n${hero}`],
    ['[h = make(hero), h.str = 3, h.hp = 4, h.str + h.hp]', '7', `make = {import:create-instance-plugin}\n${hero}`],
    [
      '[h = make(hero), h.mood == hero.mood][h.mood.getLength]',
      'true2',
      `make = {import:create-instance-plugin}\n${hero}`,
    ],
    ['[h = make(hero), i = make(hero), h == i]', 'false', `make = {import:create-instance-plugin}\n${hero}`],
    ['[h = make(hero), h.name = "Cy", h.hp = 1, h]', 'Cy (1)', `make = {import:create-instance-plugin}\n${hero}`],
    [
      '[t = make(team, "deep"), t.lead.n == t.lead.n]',
      'true',
      'make = {import:create-instance-plugin}\nteam\n  lead\n    n = {1-1000000}',
    ],
    ['[make("x")]', { fault: 'not-a-list' }, 'make = {import:create-instance-plugin}'],
    ['[f(x, i => i > 2)]', '3', 'f = {import:select-until-plugin}\nx\n  1\n  2\n  3'],
    [
      '[f(x, i => false)]',
      '(select-until-plugin: no item met the condition)',
      'f = {import:select-until-plugin}\nx\n  1',
    ],
    ['[f(x, i => i != "b")]', ['a', 'c'], 'f = {import:filter-list-plugin}\nx\n  a\n  b\n  c'],
    ['[f(x, i => i != "b").joinItems(" ")]', 'a c', 'f = {import:filter-list-plugin}\nx\n  a\n  b\n  c'],
    ['[f(x, i => i != "b").map(i => i + "!")]', 'a!c!', 'f = {import:filter-list-plugin}\nx\n  a\n  b\n  c'],
    ['[f(x, "b")]', ['a', 'c'], 'f = {import:exclude-items-plugin}\nx\n  a\n  b\n  c'],
    ['[f(x, ["a", "b"])]', 'c', 'f = {import:exclude-items-plugin}\nx\n  a\n  b\n  c'],
    ['[f(x, x.selectAll[0], "c")]', 'b', 'f = {import:exclude-items-plugin}\nx\n  a\n  b\n  c'],
    ['[f(x, y)]', ['a', 'b'], 'f = {import:join-lists-plugin}\nx\n  a\ny\n  b'],
    ['[f(x, y).joinItems("")]', 'ab', 'f = {import:join-lists-plugin}\nx\n  a\ny\n  b'],
    ['[f(animal)]', ['owl', 'kite', 'cod'], `f = {import:select-leaf-plugin}\n${tree}`],
    ['[f(p)]', 'x', 'f = {import:select-leaf-plugin}\np = x'],
    ['[f(animal, 3).length]', '3', `f = {import:select-leaves-plugin}\n${tree}`],
    ['[f(animal).join()]', 'owl,kite,cod', `f = {import:select-all-leaves-plugin}\n${tree}`],
    [
      '[c = f(animal), [c.selectOne, c.selectOne, c.selectOne].sort().join()]',
      'cod,kite,owl',
      `f = {import:consumable-leaf-list-plugin}\n${tree}`,
    ],
    [
      '[c = f(animal), c.getLength][c.selectOne, c.getLength][c.selectAll.length]',
      '322',
      `f = {import:consumable-leaf-list-plugin}\n${tree}`,
    ],
    [
      '[c = f(animal), c.selectMany(4)]',
      { fault: 'no-more-items' },
      `f = {import:consumable-leaf-list-plugin}\n${tree}`,
    ],
    ['[c = f(x), c + c + c]', ['aba', 'abb', 'baa', 'bab'], 'f = {import:consumable-list-loop-plugin}\nx\n  a\n  b'],
    ['[f(x, y, null, 0, 1).getName]', 'y', 'f = {import:random-select-plugin}\nx\n  a\ny\n  b'],
    ['[f(x, y).getName]', ['x', 'y'], 'f = {import:random-select-plugin}\nx\n  a\ny\n  b'],
    [
      '[f(x, y, null, 1)]',
      '(random-select-plugin: there must be as many odds after null as lists before it)',
      'f = {import:random-select-plugin}\nx\n  a\ny\n  b',
    ],
    ['[f(x, 2, 3)][f(x, -1)][f(x, 1, -2)]', 'bccab', 'f = {import:select-range-plugin}\nx\n  a\n  b\n  c'],
    ['[f("[x] {a|b}")]', '[x] {a|b}', 'f = {import:literal-plugin}'],
    ['[f("<[x]>", "+html")]', '&lt;[x]&gt;', 'f = {import:literal-plugin}'],
    [
      '[s("k")][a = n.evaluateItem, ""][s("k", "forceUpdate")][a == n.evaluateItem]',
      'true',
      's = {import:seeder-plugin}\nn\n  {1-1000000}',
    ],
    [
      '[s("k")][a = n.evaluateItem, ""][s("k")][a == n.evaluateItem]',
      'false',
      's = {import:seeder-plugin}\nn\n  {1-1000000}',
    ],
    [
      '[s("k")][n.evaluateItem, ""][s("j")][s("k")][a = n.evaluateItem, ""][s("k", "forceUpdate")][a == n.evaluateItem]',
      'true',
      's = {import:seeder-plugin}\nn\n  {1-1000000}',
    ],
    [
      '[s("k")][n.evaluateItem, ""][s("j")][s("k", "cache")][a = n.evaluateItem, ""][s("k", "forceUpdate")][a == n.evaluateItem]',
      'false',
      's = {import:seeder-plugin}\nn\n  {1-1000000}',
    ],
    ['[s("k")][s()]x', 'x', 's = {import:seeder-plugin}'],
    ['[ai("write")]', { fault: 'browser-javascript', says: 'ai-text-plugin' }, 'ai = {import:ai-text-plugin}'],
    ['fine', 'fine', 'ai = {import:ai-text-plugin}'],
  ])('%j', (row) => expectCase(row))
})
