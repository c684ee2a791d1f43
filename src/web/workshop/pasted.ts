import { outlineOf } from '#story/generator-writing.ts'
import { textOfHtml } from './html-text.ts'
import {
  generatorInAnswer,
  importedInPage,
  isWholePage,
  panelsInData,
  panelsInPage,
  type Panels,
} from './pasted-page.ts'

/** A generator in what somebody pasted or brought as a file. */
export interface Found {
  /** What it is called there; empty when nothing says so. */
  readonly name: string
  readonly lists: string
  /** A page came with it, of which nothing is taken over but what it shows. */
  readonly hadPage: boolean
  /** What it imports, as far as that came with it. */
  readonly imports: readonly { readonly name: string; readonly lists: string }[]
}

/**
 * The lists in a text: in lists themselves, in lists with the page below or above them, in the source of a page that carries
 * both, and in data that does. Null: it is a page, and no generator is in it. Nothing of a page is ever run or shown as one.
 */
export function generatorInText(text: string): Found | null {
  const clean = withPlainBlanks(text)
  const carried = carriedBy(clean)
  if (carried !== null) {
    const imports = importedInPage(clean).map(({ name, lists }) => ({ name, lists: withPlainBlanks(lists) }))
    return { ...found({ ...carried, lists: withPlainBlanks(carried.lists) }), imports }
  }
  return isWholePage.test(clean) ? null : found(panelsIn(clean))
}

function carriedBy(text: string): Panels | null {
  if (/^\s*</.test(text)) return panelsInPage(text)
  return isData.test(text) ? (panelsInData(text) ?? generatorInAnswer(text)) : null
}

const isData = /^\s*[{[]\s*["{]/

/** As it would have been typed: what pages and chats put between lines and words is no part of it. */
function withPlainBlanks(text: string): string {
  const plain = text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/[\u200b\u2060\ufeff]/g, '')
  return plain.replace(/^\s*```[^\n]*\n([^]*?)\n```\s*$/, '$1')
}

// No list is called so, and items stand further in.
const pageLine = /^<(?:!--|!doctype\b|\/?[a-z][a-z\d-]*(?:[\s>/]|$))/i

/** Lists, perhaps with the page pasted below them or above. */
function panelsIn(text: string): Panels {
  const alone = { name: '', lists: text, page: '' }
  const lines = text.split('\n')
  const first = lines.findIndex((line) => pageLine.test(line))
  if (first < 0) return alone
  const isAbove = lines.slice(0, first).every((line) => line.trim() === '')
  const last = lines.findLastIndex((line) => pageLine.test(line)) + 1
  const [lists, page] = isAbove
    ? [lines.slice(last), lines.slice(0, last)]
    : [lines.slice(0, first), lines.slice(first)]
  return lists.every((line) => line.trim() === '')
    ? alone
    : { name: '', lists: lists.join('\n'), page: page.join('\n') }
}

/** What a page shows of lists that say of none that it is their output becomes their output. */
function found({ lists, page, name }: Panels): Found {
  const hadPage = page !== ''
  const hasOutput = outlineOf(lists).some((line) => line.level === 0 && ['output', '$output'].includes(line.name))
  const shown = textOfHtml(page)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes('['))
  if (hasOutput || shown.length === 0) return { name, lists, hadPage, imports: [] }
  const item = shown.join('\\n').replaceAll(/(?<!\\)=(?![^[]*\])/g, '\\=')
  return { name, lists: `output\n  ${item}\n\n${lists}`, hadPage, imports: [] }
}
