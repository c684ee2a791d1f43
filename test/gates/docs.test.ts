import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../tools/node.js'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root })
const testFiles = globSync('{src,test,tools}/**/*.ts', { cwd: root })
const tests = testFiles.map(read).join('\n')

test.for(pages)('every link of %s leads somewhere', (page) => {
  const targets = allOf(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g, read(page))
  expect(targets.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([])
})

describe.for(pages.filter((page) => page.startsWith('docs/spec/')))('a rule of %s', (page) => {
  test.for(rulesOf(page))('names its tests, and they are there: $title', ({ text }) => {
    const line = /^_Tests?: ([^]*?)_$/m.exec(text)?.[1]?.replaceAll(/\s+/g, ' ')
    expect(line).toBeDefined()
    const files = allOf(/`([^`]+)`/g, line)
    expect(files.filter((name) => !testFiles.some((path) => path.endsWith(name)))).toEqual([])
    expect(allOf(/"([^"]+)"/g, line).filter((name) => !tests.includes(name))).toEqual([])
  })
})

/** A rule begins with its number, in bold. */
function rulesOf(page: string): readonly { readonly title: string; readonly text: string }[] {
  const [, ...rules] = read(page).split(/^\*\*(?=\d+\. )/m)
  return rules.map((text) => ({ title: text.split(/\n|\*\*/)[0] ?? '', text }))
}

function allOf(pattern: RegExp, text = ''): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found)
}
