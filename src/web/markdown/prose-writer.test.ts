import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Page, Tag } from './page.ts'
import { ProseWriter } from './prose-writer.ts'

/** A page that is only a tree, so that a test can see everything that was asked of it. */
interface Leaf {
  readonly tag: Tag | 'root' | 'seam'
  readonly children: (Leaf | string)[]
  readonly attributes: Record<string, string>
}

const leaf = (tag: Leaf['tag']): Leaf => ({ tag, children: [], attributes: {} })

const treePage: Page<Leaf> = {
  element: (parent, tag) => {
    const child = leaf(tag)
    parent.children.push(child)
    return child
  },
  text: (parent, text) => {
    const last = parent.children.at(-1)
    if (typeof last === 'string') parent.children.splice(-1, 1, last + text)
    else parent.children.push(text)
  },
  dropFirst: (node, characters) => {
    const [first] = node.children
    if (typeof first === 'string') node.children.splice(0, 1, first.slice(characters))
  },
  leadTo: (node, address) => {
    node.attributes['href'] = address
  },
  startAt: (list, first) => {
    list.attributes['start'] = String(first)
  },
  language: (code, name) => {
    code.attributes['language'] = name
  },
  seam: (parent) => void parent.children.push(leaf('seam')),
}

function written(...pieces: readonly string[]): Leaf {
  const root = leaf('root')
  const writer = new ProseWriter(treePage, root)
  for (const piece of pieces) writer.write(piece)
  writer.end()
  return root
}

function textOf(node: Leaf | string): string {
  return typeof node === 'string' ? node : node.children.map(textOf).join('')
}

function all(node: Leaf): readonly Leaf[] {
  return [node, ...node.children.flatMap((child) => (typeof child === 'string' ? [] : all(child)))]
}

function outline(node: Leaf | string): string {
  if (typeof node === 'string') return node
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}=${value}`)
  return `<${node.tag}${attributes.join('')}>${node.children.map(outline).join('')}</${node.tag}>`
}

describe('what a story may become', () => {
  test.for([
    ['*soft* and **loud**', '<root><p><em>soft</em> and <strong>loud</strong></p></root>'],
    ['# One\ntext', '<root><h3>One</h3>\n\n<p>text</p></root>'],
    ['one\ntwo\n\nthree', '<root><p>one\ntwo</p>\n\n<p>three</p></root>'],
    ['- a\n- b', '<root><ul><li>a</li><li>b</li></ul></root>'],
    ['7. a\n8. b', '<root><ol start=7><li>a</li><li>b</li></ol></root>'],
    ['- [x] done\n- [ ] open', '<root><ul><li>☑ done</li><li>☐ open</li></ul></root>'],
    ['> said', '<root><blockquote><p>said</p></blockquote></root>'],
    ['***\n', '<root><hr></hr></root>'],
    ['```sh\nls\n```', '<root><pre><code language=sh>ls</code></pre></root>'],
    ['|a|b|\n|-|-|\n|c|d|', '<root><table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table></root>'],
    ['[here](https://example.org/a)', '<root><p><a href=https://example.org/a>here</a></p></root>'],
    ['![a cat](https://example.org/cat.png)', '<root><p><a href=https://example.org/cat.png>a cat</a></p></root>'],
    [
      '![](https://example.org/x.png)',
      '<root><p><a href=https://example.org/x.png>https://example.org/x.png</a></p></root>',
    ],
    ['see https://example.org.', '<root><p>see <a href=https://example.org>https://example.org.</a></p></root>'],
    ['<b onclick=x>bold</b>', '<root><p><b onclick=x>bold</b></p></root>'],
  ])('%j is written as %j', ([markdown = '', expected = '']) => {
    expect(outline(written(markdown))).toBe(expected)
  })

  test.for([
    '[press](javascript:alert(1))',
    '[press](JaVaScRiPt:alert`1`)',
    '[press](java\tscript:alert`1`)',
    '[press]( javascript:alert`1`)',
    '[press](data:text/html,<script>alert`1`</script>)',
    '[press](vbscript:x)',
    '[press](file:///etc/passwd)',
    '[press](blob:https://example.org/1)',
    '[press](//example.org)',
    '[press](/api/chats)',
    '![x](javascript:alert`1`)',
  ])('%j leads nowhere, and is shown as it was written', (markdown) => {
    const root = written(markdown)
    expect(all(root).filter(({ attributes }) => 'href' in attributes)).toEqual([])
    expect(textOf(root)).toBe(markdown)
  })

  test.for([
    'She stopped. [She looks away] Then nothing.',
    '[END OF CHAPTER ONE]',
    'He owes me $gold and $silver.',
    'Between \\(a\\) and $b$ nothing is lost',
    'It costs $5 or $$ and $',
    'An open [bracket',
    'An open [bracket](and no end',
    'An open [bracket](and no end\nbut the story goes on [and](on\nand on',
    'a < b and <br is not a break',
    'https:/almost',
    'h ht htt http https hello here',
    '[![a](b)](c',
  ])('%j arrives whole', (text) => {
    expect(textOf(written(text))).toBe(text)
  })
})

const word = fc.string({ unit: fc.constantFrom(...'abcdefghxyzäß猫🙂'), minLength: 1, maxLength: 8 })
const plainLine = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(' '))
const plainStory = fc.array(plainLine, { minLength: 1, maxLength: 5 }).map((lines) => lines.join('\n\n'))
const marks = '* ** _ ` ``` ~~ [ ] ]( ) ![ ( $ $$ \\ \\( \\[ \\] | |-| < > <br> <script> &lt; ---'.split(' ')
const beginnings = ['\n', '\n\n', '# ', '> ', '- ', '1. ', '- [x] ', '+ ', '    ', '\t', ' ']
const words = 'http:// https://e.org/ javascript: data: word h ß 猫 \u0000 \u2028'.split(' ')
const hostile = fc
  .array(fc.constantFrom(...marks, ...beginnings, ...words), { maxLength: 60 })
  .map((parts) => parts.join(''))

const allowedTags = new Set(
  'root p h3 h4 h5 h6 pre code em strong s a span blockquote hr ul ol li table tr th td'.split(' '),
)

describe('whatever the text says', () => {
  test('plain text is on the page exactly as it is in the log', () => {
    fc.assert(
      fc.property(plainStory, (story) => {
        expect(textOf(written(story))).toBe(story)
      }),
    )
  })

  test('only elements of the allow-list are made, and only addresses that may be followed', () => {
    fc.assert(
      fc.property(hostile, (markdown) => {
        for (const { tag, attributes } of all(written(markdown))) {
          expect(allowedTags).toContain(tag)
          expect(attributes['href'] ?? 'https:').toMatch(/^(https?|mailto):/)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  test('it does not matter into which pieces the stream was cut', () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(200), { maxLength: 20 }), (markdown, cuts) => {
        const places = [0, ...cuts.map((cut) => cut % (markdown.length + 1)), markdown.length].toSorted((a, b) => a - b)
        const pieces = places.slice(1).map((end, index) => markdown.slice(places[index], end))
        expect(outline(written(...pieces))).toBe(outline(written(markdown)))
      }),
      { numRuns: 2_000 },
    )
  })

  test.for(['|-|\n\n&lt;|*', '|a|\n|-|\nb|c|\nd'])('%j is the same in one piece and in many', (markdown) => {
    expect(outline(written(...markdown))).toBe(outline(written(markdown)))
  })

  test('no word is ever swallowed', () => {
    const numbered = fc.array(hostile, { minLength: 2, maxLength: 8 }).map((parts) => ({
      markdown: parts.map((part, index) => `${part}w${index}w`).join(' '),
      each: parts.map((_, index) => `w${index}w`),
    }))
    fc.assert(
      fc.property(numbered, ({ markdown, each }) => {
        const shown = outline(written(markdown))
        for (const numberedWord of each) expect(shown).toContain(numberedWord)
      }),
      { numRuns: 2_000 },
    )
  })

  test('quotes nested a hundred deep neither crash nor lose the words', () => {
    const markdown = `${'> '.repeat(100)}deep\n\nshallow`
    expect(textOf(written(markdown))).toContain('deep')
    expect(textOf(written(markdown))).toContain('shallow')
  })
})
