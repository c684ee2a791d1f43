import { describe, expect, test } from 'vitest'
import { expectCase, faultFrom, opened, type Case } from '../../support/generators.ts'

const files = {
  animals: 'cat\n  tabby\ndog\n  poodle\n$secret\n  x\ncount() => 2',
  'with-output': '$output\n  [word]\nword\n  theirs',
  'with-property': '$output = [word] of theirs\nword\n  theirs',
  'own-output': 'output\n  inner',
  owls: '$output\n  owl',
  plugin: '$output(a, b) => a + b + extra\nextra = 1',
  ring: '$output\n  {import:other-ring}',
  'other-ring': '$output\n  {import:ring}',
  broken: 'x\n  [1 +\ny\n  fine',
  loud: '$output\n  [shout]\nshout = [volume || "quiet"]',
}

describe('A10: imports', () => {
  test.for<Case>([
    ['{import:with-output}', 'theirs'],
    ['{import:with-property}', 'theirs of theirs'],
    ['{import:animals}', ['cat', 'dog']],
    ['{import:own-output}', 'output'],
    ['[a.cat]', 'tabby', 'a = {import:animals}'],
    ['[a.cat.upperCase]', 'TABBY', 'a = {import:animals}'],
    ['[a.count()]', '2', 'a = {import:animals}'],
    ['[a.getLength]', '2', 'a = {import:animals}'],
    ['[a.selectOne]', ['tabby', 'poodle'], 'a = {import:animals}'],
    ['[w.titleCase]', 'Theirs', 'w = {import:with-output}'],
    ['[w.pluralForm]', 'owls', 'w = {import:owls}'],
    ['[c = w.consumableList, c.getLength]', '1', 'w = {import:with-output}'],
    ['[w.selectOne]', 'theirs', 'w = {import:with-output}'],
    ['[p(1, 2)]', '4', 'p = {import:plugin}'],
    ['{import:plugin}', { fault: 'function-printed' }],
    ['[word]-{import:with-output}', 'mine-theirs', 'word\n  mine'],
    ['[volume = "LOUD", ""]{import:loud}', 'LOUD'],
    ['{import:loud}', 'main', 'volume = main'],
    ['[b.y]', 'fine', 'b = {import:broken}'],
    ['{import:nowhere}', { fault: 'import-not-found', at: [2, 3], says: 'nowhere' }],
    ['fine', 'fine', 'unused = {import:nowhere}'],
    ['{import:ring}', { fault: 'too-deep' }],
    ['{x|x{import:nowhere}^0}', 'x'],
  ])('%j', (row) => expectCase(row, { files }))

  test('a fault in an import says where it is', async () => {
    const fault = await faultFrom(opened('output\n  [b.x]\nb = {import:broken}', { files }))
    expect(fault).toMatchObject({ id: 'unclosed-block', module: 'broken', line: 2, column: 3, list: 'x' })
  })

  test('more modules, or more text, than the limits allow are refused', async () => {
    const source = 'output\n  {import:with-output}{import:own-output}'
    expect(await faultFrom(opened(source, { files, limits: { modules: 1 } }))).toMatchObject({ id: 'source-too-large' })
    expect(await faultFrom(opened(source, { files, limits: { source: 60 } }))).toMatchObject({ id: 'source-too-large' })
  })

  test.for<readonly [string, string]>([
    ['output\n  {import:nowhere}', 'unknown-import'],
    ['output\n  {import:own-output}', 'no-output-in-module'],
    ['output\n  x\n$meta\n  title = t\n  colour = red', 'meta-unknown-key'],
    ['output\n  x\n$preprocess(text) =>\n  return text', 'browser-javascript'],
  ])('%j is warned of: %s', ([source, id]) => {
    expect(
      opened(source, { files })
        .check()
        .map((found) => found.id),
    ).toEqual([id])
  })

  test('$meta is data for a page and never evaluated', () => {
    expect(opened('output\n  x\n$meta\n  title = My [broken\n  description = {x}').check()).toEqual([])
  })
})
