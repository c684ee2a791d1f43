import { describe, test } from 'vitest'
import { expectCase, type Case } from '../../support/generators.ts'

const abc = 'x\n  a\n  b\n  c'

describe('A8: picking', () => {
  test.for<Case>([
    ['[x.selectOne]', ['a', 'b', 'c'], abc],
    ['[x.selectOne()]', ['a', 'b', 'c'], abc],
    ['[x.evaluateItem == x.selectAll[0]]', ['true', 'false'], abc],
    ['[typeof x.evaluateItem]', 'string', abc],
    ['[book.evaluateItem]', 'ode', 'book\n  poetry\n    ode'],
    ['[x.selectMany(3).length]', '3', abc],
    ['[x.selectMany(2)]', 'yy', 'x\n  y'],
    ['[x.selectMany(0)]', '', abc],
    ['[x.selectMany(-2)]', '', abc],
    ['[x.selectMany(2, 4).length]', ['2', '3', '4'], abc],
    ['[x.selectMany(2, 4, 9).length]', ['2', '4', '9'], abc],
    ['[x.selectMany([1, 5]).length]', ['1', '5'], abc],
    ['[x.selectMany(n).length]', ['4', '5', '6'], `${abc}\nn = {4-6}`],
    ['[x.selectUnique(3).sort().join("")]', 'abc', abc],
    ['[x.selectUnique(9).length]', '3', abc],
    ['[x.selectUnique(0).length]', '0', abc],
    ['[x.selectAll.joinItems(" ")]', 'a b c', abc],
    ['[x.selectAll[1]]', 'b', abc],
    ['[x.selectOne.selectMany(2)]', 'yy', 'x\n  y'],
  ])('%j', (row) => expectCase(row))
})

describe('A8: consumable lists', () => {
  test.for<Case>([
    ['[c = x.consumableList][c]', ['ab', 'ba'], 'x\n  a\n  b'],
    ['[c = x.consumableList, ""][c.getLength][c.selectOne, ""][c.getLength][x.getLength]', '323', abc],
    ['[c = x.consumableList, ""][c][c]', { fault: 'no-more-items', says: 'x' }, 'x\n  a'],
    ['[c = x.consumableList, d = x.consumableList, c + d]', 'aa', 'x\n  a'],
    ['[c = x.consumableList, c.selectUnique(2).length + c.getLength]', '3', abc],
    ['[c = x.consumableList, c.selectMany(3).length]', '3', abc],
    ['[c = x.consumableList, c.selectMany(4)]', { fault: 'no-more-items' }, abc],
    ['[c = x.consumableList, c.selectAll.length]', '3', abc],
    ['[c = x.consumableList, c.p]', '7', 'x\n  a\n  p = 7'],
    ['[c = x.consumableList, c.titleCase]', 'A', 'x\n  a'],
    ['[c = [1, 2].consumableList, c + c]', '3'],
    ['[c = x.consumableList, c.selectOne, c.getName]', 'x', 'x\n  a\n  b'],
  ])('%j', (row) => expectCase(row))
})

describe('A8: joining and counting', () => {
  test.for<Case>([
    ['[x.joinItems(", ")]', 'a, b, c', abc],
    ['[x.joinItems()]', 'abc', abc],
    ['[[1, 2].joinItems("-")]', '1-2'],
    ['[x.sumItems]', '6', 'x\n  1\n  2\n  3'],
    ['[[1, "2"].sumItems]', '3'],
    ['[x.replaceText("a", "o")]', 'bonono', 'x\n  banana'],
    ['[x.replaceText("", "-")]', 'a-b', 'x\n  ab'],
    ['["banana".replaceText("a", "$&")]', 'b$&n$&n$&'],
    ['[x.joinItems]', { fault: 'function-printed' }, abc],
  ])('%j', (row) => expectCase(row))
})

describe('A8: about a list', () => {
  const tree = 'x\n  p = 1\n  f(a) => a\n  sub ^3\n    leaf ^[2]\n  other'
  test.for<Case>([
    ['[x.getName][x.sub.getName][x.sub.leaf.getName]', 'xsubleaf', tree],
    ['[x.sub.leaf.getParent.getName]', 'sub', tree],
    ['[x.getParent.getParent || "none"]', 'none', tree],
    ['[x.getLength][x.sub.getLength][x.sub.leaf.getLength]', '210', tree],
    ['[x.sub.getOdds][x.sub.leaf.getOdds][x.other.getOdds]', '321', tree],
    ['[x.getSelf == x]', 'true', tree],
    ['[x.getChildNames.join()]', 'sub,other', tree],
    ['[x.getPropertyNames.join()][x.getPropertyKeys.join()]', 'pp', tree],
    ['[x.getFunctionNames.join()]', 'f', tree],
    ['[x.getAllKeys.join()]', 'sub,other,p,f', tree],
    ['[x.q = 1, x.getPropertyNames.join()]', 'p,q', tree],
    ['[x.sub.getRawListText]', 'sub ^3\n    leaf ^[2]', tree],
    ['[p = x.sub.selectOne, p.getParent.getName]', 'sub', tree],
    ['[[1, 2].getLength]', '2'],
    ['[x.createClone || "none"]', 'none', tree],
  ])('%j', (row) => expectCase(row))
})

describe('A8: cases', () => {
  test.for<Case>([
    ['[x.upperCase]', 'THE OLD MAN', 'x\n  the old man'],
    ['[x.lowerCase]', 'the', 'x\n  THE'],
    ['[x.titleCase]', 'The Lord Of The Rings', 'x\n  the lord of the rings'],
    ['[x.titleCase]', '"Quoted" Words', 'x\n  "quoted" words'],
    ['[x.titleCase]', 'Half-elf 3rd', 'x\n  half-elf 3rd'],
    ['[x.sentenceCase]', 'The old Man', 'x\n  the old Man'],
    ['[x.sentenceCase]', '"Hello"', 'x\n  "hello"'],
    ['[x.sentenceCase]', '3 cats', 'x\n  3 cats'],
    ['[x.sentenceCase]', 'Éa', 'x\n  éa'],
    ['[x.titleCase.upperCase.lowerCase]', 'ab', 'x\n  ab'],
    ['["a [x]".titleCase]', 'A B', 'x\n  b'],
    ['[x.selectOne.upperCase]', 'A', 'x\n  a'],
    ['[p.titleCase]', 'Up', 'p = up'],
    ['[x.upperCase]', 'own', 'x\n  a\n    upperCase = own'],
    ['[n.upperCase]', '12', 'n = 12'],
  ])('%j', (row) => expectCase(row))
})

describe('A8: forms of words', () => {
  test.for<readonly [string, string, string]>([
    ['city', 'pluralForm', 'cities'],
    ['box', 'pluralForm', 'boxes'],
    ['wolf', 'pluralForm', 'wolves'],
    ['roof', 'pluralForm', 'roofs'],
    ['child', 'pluralForm', 'children'],
    ['mouse', 'pluralForm', 'mice'],
    ['fish', 'pluralForm', 'fish'],
    ['old house', 'pluralForm', 'old houses'],
    ['passer-by', 'pluralForm', 'passers-by'],
    ['mother-in-law', 'pluralForm', 'mothers-in-law'],
    ['cup of tea', 'pluralForm', 'cups of tea'],
    ['Roman', 'pluralForm', 'Romans'],
    ['OWL', 'pluralForm', 'OWLS'],
    ['wolves', 'singularForm', 'wolf'],
    ['children', 'singularForm', 'child'],
    ['series', 'singularForm', 'series'],
    ['bus', 'singularForm', 'bus'],
    ['glasses', 'singularForm', 'glass'],
    ['stop', 'pastTense', 'stopped'],
    ['go', 'pastTense', 'went'],
    ['try', 'pastTense', 'tried'],
    ['love', 'pastTense', 'loved'],
    ['visit', 'pastTense', 'visited'],
    ['be', 'pastTense', 'was'],
    ['walk home', 'pastTense', 'walked home'],
    ['she walks', 'pastTense', 'she walked'],
    ['need', 'pastTense', 'needed'],
    ['go', 'presentTense', 'goes'],
    ['ran', 'presentTense', 'runs'],
    ['I ran', 'presentTense', 'I run'],
    ['kiss', 'presentTense', 'kisses'],
    ['sing', 'futureTense', 'will sing'],
    ['sang', 'futureTense', 'will sing'],
    ['walk', 'negativeForm', 'do not walk'],
    ['walks', 'negativeForm', 'does not walk'],
    ['walked', 'negativeForm', 'did not walk'],
    ['is', 'negativeForm', 'is not'],
  ])('%s.%s is %s', ([word, form, expected]) => expectCase([`[x.${form}]`, expected, `x\n  ${word}`]))

  test.for<Case>([
    ['[x.pluralForm]', 'octopodes', 'x\n  octopus\n    pluralForm = octopodes'],
    ['[x.selectOne.pluralForm]', 'octopodes', 'x\n  octopus\n    pluralForm = octopodes'],
    ['["big [x]".pluralForm]', 'big owls', 'x\n  owl'],
    ['[x.pluralForm.titleCase]', 'Owls', 'x\n  owl'],
  ])('%j', (row) => expectCase(row))
})

describe('A8: arrays', () => {
  test.for<readonly [string, string]>([
    ['[3, 1, 2].length', '3'],
    ['[3, 1, 2][1]', '1'],
    ['[1, 2].map((n, i) => n * 10 + i).join(" ")', '10 21'],
    ['[1, 2, 3].filter(n => n > 1)', '23'],
    ['[1, 2, 3].find(n => n > 1)', '2'],
    ['[1, 2, 3].findIndex(n => n > 1)', '1'],
    ['[1, 2].some(n => n > 1)', 'true'],
    ['[1, 2].every(n => n > 1)', 'false'],
    ['s = 0, [1, 2].forEach(n => s += n), s', '3'],
    ['[1, 2, 3].reduce((sum, n) => sum + n)', '6'],
    ['[1, 2, 3].reduce((sum, n) => sum + n, 10)', '16'],
    ['[1, 2].join()', '1,2'],
    ['[1, 2, 3, 4].slice(1, -1)', '23'],
    ['[1, 2].includes(2)', 'true'],
    ['["a", "b"].indexOf("b") + ["a"].indexOf("x")', '0'],
    ['[1].concat([2, 3], 4)', '1234'],
    ['[1, 2, 3].reverse()', '321'],
    ['a = [1], a.push(2, 3), a', '123'],
    ['a = [1, 2], a.pop() + a.shift() + a.length', '3'],
    ['a = [3], a.unshift(1, 2), a', '123'],
    ['a = [1, 2, 3, 4], a.splice(1, 2, "x"), a', '1x4'],
    ['["b", "a", "c"].sort()', 'abc'],
    ['[3, 10, 2].sort((a, b) => a - b).join()', '2,3,10'],
    ['[1, 2, 3].at(-1)', '3'],
    ['[1, [2, [3]]].flat().length', '3'],
    ['[1, [2, [3]]].flat(2).length', '3'],
    ['[1, 2].selectMany(3).length', '3'],
    ['["ab"].titleCase', 'Ab'],
  ])('[%s] shows %s', ([expression, expected]) => expectCase([`[${expression}]`, expected]))

  test.for<Case>([
    ['[[1].map(4)]', { fault: 'not-a-function' }],
    ['[[].reduce((a, b) => a)]', { fault: 'undefined-value' }],
    ['[[1].nothing()]', { fault: 'not-a-function', says: 'nothing' }],
    ['[[1].nothing || "none"]', 'none'],
  ])('%j', (row) => expectCase(row))
})

describe('A8: texts and numbers', () => {
  test.for<readonly [string, string]>([
    ['"abc".length', '3'],
    ['"abc"[1]', 'b'],
    ['"abc"[9] || "none"', 'none'],
    ['"Ab".toUpperCase() + "Ab".toLowerCase()', 'ABab'],
    ['" a ".trim() + "!"', 'a!'],
    ['"abcd".slice(1, -1) + "abcd".substring(2)', 'bccd'],
    ['"a,b".split(",").length', '2'],
    ['"abc".split("").join("-")', 'a-b-c'],
    ['"aXa".replace("a", "$&b")', '$&bXa'],
    ['"aXa".replaceAll("a", "b")', 'bXb'],
    ['"abc".includes("b") + " " + "abc".startsWith("ab") + " " + "abc".endsWith("x")', 'true true false'],
    ['"abcb".indexOf("b") + "abcb".lastIndexOf("b")', '4'],
    ['"abc".charAt(1) + "abc".charCodeAt(1)', 'b98'],
    ['"7".padStart(3, "0") + "7".padEnd(2) + "!"', '0077 !'],
    ['"ab".repeat(3)', 'ababab'],
    ['"a".concat("b", 1)', 'ab1'],
    ['"abc".at(-1)', 'c'],
    ['(3.14159).toFixed(2)', '3.14'],
    ['(12).toString() + "!"', '12!'],
    ['p.toUpperCase()', 'UP'],
  ])('[%s] shows %s', ([expression, expected]) => expectCase([`[${expression}]`, expected, 'p = up']))
})
