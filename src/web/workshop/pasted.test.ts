import fc from 'fast-check'
import { expect, test } from 'vitest'
import { generatorInText } from './pasted.ts'

const lists = 'output\n  [beast]\nbeast\n  owl\n  wolf'
const bare = 'beast\n  owl\n  wolf'
const page = '<h1>Beasts</h1>\n<p id="x">A [beast] &amp; more, e=mc²</p>\n<script>alert("[beast]")</script>'

/** As generators are served: their own data before the data of those that they import, and code that speaks of both. */
function pageWith(data: string): string {
  const imported = encodeURI(JSON.stringify([{ name: 'c', modelText: 'c\n  d', outputTemplate: '' }]))
  return `<!DOCTYPE html>
    <html><head><title></title><style>p { width: 100%; }</style></head><body>
    <script id="own" type="notjs">${data}</script><script id="imported" type="notjs">${imported}</script>
    <script>use(JSON.parse(decodeURI(own.innerText)).modelText, {modelText: shown, "code": "404", "name": n})</script></body></html>`
}

test.for<readonly [what: string, text: string, lists: string, name?: string]>([
  ['lists alone', lists, lists],
  ['lists with the ends of lines of Windows', lists.replaceAll('\n', '\r\n'), lists],
  ['lists that are moved in by non-breaking blanks', lists.replaceAll('  ', '\u00a0\u00a0'), lists],
  ['lists between marks of code', `\`\`\`text\n${lists}\n\`\`\``, lists],
  [
    'lists with markup in their items',
    'output\n  <b>[beast]</b>\nbeast\n  owl',
    'output\n  <b>[beast]</b>\nbeast\n  owl',
  ],
  ['lists with their page below', `${lists}\n\n${page}`, `${lists}\n`],
  ['lists with their page above', `${page}\n${lists}`, lists],
  [
    'lists of which only the page says what they give',
    `${bare}\n${page}`,
    `output\n  A [beast] & more, e\\=mc²\n\n${bare}`,
  ],
  [
    'the source of a page, as data',
    `<!DOCTYPE html><html><title>My beasts ― Perchance Generator</title><script>x = ${JSON.stringify({ modelText: lists, outputTemplate: page }).replaceAll('<', '\\u003c')}</script></html>`,
    lists,
    'My beasts',
  ],
  [
    'the source of a page, as encoded data',
    `<html><title>b | Perchance</title><div data-x="${encodeURIComponent(JSON.stringify({ outputTemplate: page, modelText: bare }))}"></div>`,
    `output\n  A [beast] & more, e\\=mc²\n\n${bare}`,
    'b',
  ],
  [
    'the source of a page, as data that is encoded as a whole address is',
    pageWith(encodeURI(JSON.stringify({ name: 'beasts-2', modelText: bare, outputTemplate: page, isPrivate: false }))),
    `output\n  A [beast] & more, e\\=mc²\n\n${bare}`,
    'beasts-2',
  ],
  [
    'the source of a page, as data that is not encoded',
    pageWith(JSON.stringify({ name: 'beasts-2', modelText: lists, outputTemplate: page }).replaceAll('</', '<\\/')),
    lists,
    'beasts-2',
  ],
  [
    'a part of the source of a page',
    `<!-- saved today -->\n<script type="notjs">${encodeURI(JSON.stringify({ modelText: lists }))}</script>`,
    lists,
  ],
  [
    'the data of a page alone',
    JSON.stringify({ name: 'beasts-2', modelText: lists, outputTemplate: page }),
    lists,
    'beasts-2',
  ],
  [
    'generators as they are asked for by name',
    JSON.stringify({ generators: { b: { name: 'b', imports: ['c'], code: lists }, c: { name: 'c', code: bare } } }),
    lists,
    'b',
  ],
  [
    'the source of a page, in its boxes',
    `<!doctype html><body><textarea>${page.replaceAll('<', '&lt;')}</textarea><textarea class="lists">\n${lists}</textarea>`,
    lists,
  ],
])('%s', ([, text, expected, name = '']) => {
  expect(generatorInText(text)).toMatchObject({ lists: expected, name })
})

test('a page without a generator is none', () => {
  expect(generatorInText('<!doctype html><html><body><p>Error 521</p></body></html>')).toBeNull()
})

test('it ends with any text, soon', () => {
  const unit = fc.constantFrom(
    '<html>',
    '<script>',
    '</script',
    '<pre>',
    '%22modelText%22',
    'modelText:"',
    '\\',
    '<!--',
    'a\n  b',
    '&#9;',
    '```',
    '\n',
  )
  fc.assert(fc.property(fc.string({ unit }), (text) => void generatorInText(text)))
  for (const piece of ['<html><script type="text/plain">', '<html><pre>', '<html>"modelText":"', '%22', '<p', 'a '])
    generatorInText(`<html>${piece.repeat(50_000)}`)
})

test('what a page imports comes with it, but for plugins', () => {
  const imported = [
    { name: 'night-birds', modelText: 'output\r\n  owl', imports: [] },
    { name: 'dice-plugin', modelText: '$output(x) => return x' },
    { name: 'tabs-plugin-v1', modelText: 'x' },
  ]
  const own = { name: 'b', modelText: lists, outputTemplate: '' }
  for (const written of [(data: unknown) => encodeURI(JSON.stringify(data)), JSON.stringify])
    expect(
      generatorInText(
        `<html><script id="own" type="notjs">${written(own)}</script><script id="imported-generators" type="notjs">${written(imported)}</script></html>`,
      ),
    ).toEqual({ name: 'b', lists, hadPage: false, imports: [{ name: 'night-birds', lists: 'output\n  owl' }] })
})

test.for(['', '%5B%7', '[{', '{"name":"x"}', '[1]'])('imports that cannot be read are none: %j', (data) => {
  const own = encodeURI(JSON.stringify({ name: 'b', modelText: lists, outputTemplate: '' }))
  const source = `<html><script id="own">${own}</script><script id="imported-generators" type="notjs">${data}</script></html>`
  expect(generatorInText(source)).toMatchObject({ lists, imports: [] })
})
