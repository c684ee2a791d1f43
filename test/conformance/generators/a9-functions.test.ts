import { describe, test } from 'vitest'
import { expectCase, type Case } from '../../support/generators.ts'

const body = (...lines: readonly string[]): string => ['f(a, b) =>', ...lines.map((line) => `  ${line}`)].join('\n')

describe('A9: functions', () => {
  test.for<Case>([
    ['[f(1, 2)]', '3', 'f(a, b) => a + b'],
    ['[f(1, 2)]', '3', 'f(a, b) => return a + b'],
    ['[f(1, 2)]', '3', 'f (a,b)=>a + b;'],
    ['[f()]', '1', 'f() => 1'],
    ['[f(1, 2)]', '3', body('return a + b')],
    ['[f(1, 2)]', '3', body('// first', '', 'let c = a', '  // within', 'c += b', 'return c')],
    ['[f(1)]', 'none', body('return b || "none"')],
    ['[f(1, 2, 3)]', '3', 'f(a, b) => a + b'],
    ['[f(3)]', '6', body('let s = 0', 'for (let i = 1; i <= a; i++) {', '  s += i', '}', 'return s')],
    ['[f([1, 2])]', '3', body('let s = 0', 'for (const x of a) s += x', 'return s')],
    ['[f("abc")]', 'cba', body('let s = ""', 'for (let x of a) { s = x + s }', 'return s')],
    ['[f(l)]', 'xy', `${body('let s = ""', 'for (let i of a) s += i', 'return s')}\nl\n  x\n  y`],
    ['[f(5)]', '5', body('let n = 0', 'while (true) {', '  n++', '  if (n < a) continue', '  break', '}', 'return n')],
    ['[f(2)]', 'two', body('if (a == 1) {', '  return "one"', '} else if (a == 2) return "two"', 'else return "many"')],
    ['[f(2)]', '1', body('var x = 1; { let x = 2 }', 'return x')],
    ['[f(2)]', '2', body('if (a) { var x = a }', 'return x')],
    ['[f(2)][n]', '22', body('n = a', 'return n')],
    ['[f(2), n]', { fault: 'not-defined' }, body('let n = a', 'return n')],
    ['[f(2) || "none"]', 'none', body('let x = a')],
    ['[f("x")]', 'got x', body('return "got [a]"')],
    ['[f(5)]', '120', 'f(n) => n < 2 ? 1 : n * f(n - 1)'],
    ['[f(1)]', '3', body('const g = x => x + 2', 'return g(a)')],
    ['[f(1)]', '4', body('const g = (x) => { let y = x + 1; return y * 2 }', 'return g(a)')],
    ['[f(1)]', '6', body('let sum = 0', '[1, 2, 3].forEach(x => { sum += x })', 'return sum')],
    ['[x.f(2)]', '6', 'x\n  n = 3\n  f(a) => a * this.n'],
    ['[x.set(2), x.n]', '2', 'x\n  n = 3\n  set(a) => this.n = a'],
    ['[x.f(1)]', '1', 'x\n  f(a) =>\n    return a\n  item'],
    ['[f(1)][x]', '1y', 'f(a) =>\n  return a\nx\n  y'],
    ['[x]', 'y', 'x\n  y\nf() =>\n  this is [not code'],
    ['[f()]', { fault: 'syntax', at: [4, 8] }, 'f() =>\n  this is [not code'],
    ['[f()]', { fault: 'browser-javascript', says: 'document' }, 'f() =>\n  return document.title'],
    ['[f()]', { fault: 'browser-javascript', says: 'async' }, 'async f() =>\n  return 1'],
    ['[f()]', { fault: 'browser-javascript', says: 'new' }, 'f() => new Thing()'],
    ['[f()]', { fault: 'browser-javascript', says: 'regular expression' }, 'f() => "a".replace(/a/, "b")'],
    ['[f()]', { fault: 'browser-javascript', says: 'await' }, 'f() =>\n  await fetch("x")'],
    ['[f(1) + f(2)]', '3', 'f(a) => a // comment'],
    ['[x(1)]', { fault: 'not-a-function', says: 'x is not a function' }, 'x\n  y'],
    ['[l.map(f).join(" ")]', '2 4', 'f(a) => a * 2\nl = [[1, 2]]'],
    ['[(x => x + 1)(2)]', '3'],
    ['[g = x => x * 2, g(4)]', '8'],
  ])('%j', (row) => expectCase(row))
})
