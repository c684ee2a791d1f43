import { outlineOf } from '#story/generator-writing.ts'
import { textOfHtml, unescapeHtml } from './html-text.ts'

/** A generator in what somebody pasted or brought as a file. */
export interface Found {
  /** What it is called there; empty when nothing says so. */
  readonly name: string
  readonly lists: string
  /** A page came with it, of which nothing is taken over but what it shows. */
  readonly hadPage: boolean
}

/**
 * The lists in a text: in lists themselves, in lists with the page below or above them, and in the source of a page that carries
 * both. Null: it is a page, and no generator is in it. Nothing of a page is ever run or shown as one.
 */
export function generatorInText(text: string): Found | null {
  const clean = withPlainBlanks(text)
  if (!/^\s*<(?:!doctype|html|head|body)\b/i.test(clean)) return fromPanels(clean)
  const carried = carriedBy(clean)
  return carried === null ? null : { ...withOutput(carried.lists, carried.page), name: titleIn(clean) }
}

/** As it would have been typed: what pages and chats put between lines and words is no part of it. */
function withPlainBlanks(text: string): string {
  const plain = text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/[\u200b\u2060\ufeff]/g, '')
  return plain.replace(/^\s*```[^\n]*\n([^]*?)\n```\s*$/, '$1')
}

interface Panels {
  readonly lists: string
  readonly page: string
}

// No list is called so, and items stand further in.
const pageLine = /^<(?:!--|!doctype\b|\/?[a-z][a-z\d-]*(?:[\s>/]|$))/i

/** Lists, perhaps with the page pasted below them or above. */
function fromPanels(text: string): Found {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => pageLine.test(line))
  if (first < 0) return { name: '', lists: text, hadPage: false }
  const isAbove = lines.slice(0, first).every((line) => line.trim() === '')
  const last = lines.findLastIndex((line) => pageLine.test(line)) + 1
  const [lists, page] = isAbove
    ? [lines.slice(last), lines.slice(0, last)]
    : [lines.slice(0, first), lines.slice(first)]
  const found = { lists: lists.join('\n'), page: page.join('\n') }
  return found.lists.trim() === ''
    ? { name: '', lists: text, hadPage: false }
    : { name: '', ...withOutput(found.lists, found.page) }
}

/** The two panels as the source of a page carries them, in a script's data or in its elements. */
function carriedBy(source: string): Panels | null {
  for (const text of [source, ...encodedIn(source)]) {
    const lists = dataIn(text, 'modelText')
    if (lists !== null) return { lists: withPlainBlanks(lists), page: dataIn(text, 'outputTemplate') ?? '' }
  }
  const inside = contentsOf(source)
  const lists = inside.find((content) => looksLikeLists.test(content) && !pageLine.test(content.trimStart()))
  if (lists === undefined) return null
  const page = inside.find((content) => content !== lists && pageLine.test(content.trim())) ?? ''
  return { lists: withPlainBlanks(lists), page }
}

/** A line, and one further in below it. */
const looksLikeLists = /^\S.*\n(?:\t| {2})/m

const holders = /<(textarea|pre|script(?=\s[^>]*type="text\/(?:plain|perchance)"))\b[^>]*>/gi
const mostHolders = 100

/** What stands in the elements in which a page may hold a text. */
function contentsOf(source: string): readonly string[] {
  const small = source.toLowerCase()
  const found = [...source.matchAll(holders)].slice(0, mostHolders)
  return found.map(({ 0: tag, 1: element = '', index }) => {
    const from = index + tag.length
    const end = small.indexOf(`</${element.toLowerCase()}`, from)
    const content = source.slice(from, Math.max(from, end)).replace(/^\n/, '')
    return element.toLowerCase() === 'script' ? content : unescapeHtml(content)
  })
}

const encodedKey = '%22modelText%22'
const encodedSign = /[\w.~!*'()%-]/

/** Pages carry data as addresses do, too, with every sign encoded. */
function encodedIn(source: string): readonly string[] {
  const at = source.indexOf(encodedKey)
  if (at < 0) return []
  let [from, to] = [at, at + encodedKey.length]
  while (from > 0 && encodedSign.test(source.charAt(from - 1))) from--
  while (to < source.length && encodedSign.test(source.charAt(to))) to++
  try {
    return [decodeURIComponent(source.slice(from, to))]
  } catch {
    // Cut in the middle of a sign.
    return []
  }
}

/** The text under a key of JSON, wherever it stands. */
function dataIn(source: string, key: string): string | null {
  const [, json] = new RegExp(`["']?\\b${key}["']?\\s*:\\s*("(?:[^"\\\\\\n]|\\\\.)*")`).exec(source) ?? []
  if (json === undefined) return null
  try {
    const text: unknown = JSON.parse(json)
    return typeof text === 'string' ? text : null
  } catch {
    return null
  }
}

function titleIn(source: string): string {
  const [, title = ''] = /<title[^>]*>([^<]{0,300})/i.exec(source) ?? []
  return unescapeHtml(title)
    .replace(/\s*[-–—―|]\s*perchance.*$/i, '')
    .trim()
    .slice(0, 200)
}

/** What a page shows of lists that say of none that it is their output becomes their output. */
function withOutput(lists: string, page: string): Pick<Found, 'lists' | 'hadPage'> {
  const hasOutput = outlineOf(lists).some(({ level, name }) => level === 0 && (name === 'output' || name === '$output'))
  const shown = textOfHtml(page)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes('['))
  if (hasOutput || shown.length === 0) return { lists, hadPage: page !== '' }
  const item = shown.join('\\n').replaceAll(/(?<!\\)=(?![^[]*\])/g, '\\=')
  return { lists: `output\n  ${item}\n\n${lists}`, hadPage: true }
}
