import * as z from 'zod/mini'
import { jsonOf } from '../json.ts'
import { unescapeHtml } from './html-text.ts'

/** The two texts that a generator's page is made of, and what the generator is called. */
export interface Panels {
  readonly lists: string
  readonly page: string
  readonly name: string
}

/** The panels in the source of a page: in a script's data or, of a whole page, in its elements. */
export function panelsInPage(source: string): Panels | null {
  const name = titleIn(source)
  for (const text of [source, ...encodedIn(source)]) {
    const panels = panelsInData(text)
    if (panels !== null) return { ...panels, name: name === '' ? panels.name : name }
  }
  return isWholePage.test(source) ? panelsInElements(source, name) : null
}

export const isWholePage: RegExp = /^\s*<(?:!doctype|html|head|body)\b/i

/** The panels in data as a page carries it. */
export function panelsInData(json: string): Panels | null {
  const lists = textUnder(json, /["']?\bmodelText["']?/)
  if (lists === null) return null
  return { lists, page: textUnder(json, /["']?\boutputTemplate["']?/) ?? '', name: textUnder(json, /"name"/) ?? '' }
}

/** The first generator of those that were asked for by their names. No page comes with them. */
export function generatorInAnswer(json: string): Panels | null {
  const lists = textUnder(json, /"code"/)
  return lists === null ? null : { lists, page: '', name: textUnder(json, /"name"/) ?? '' }
}

const importedSchema = z.array(z.object({ name: z.string(), modelText: z.string() }))
const mostImported = 100

/** The generators that a page imports, as it carries them. Plugins are code of pages: those that work here are built in. */
export function importedInPage(source: string): readonly Omit<Panels, 'page'>[] {
  const at = source.indexOf('id="imported-generators"')
  if (
    at < 0 ||
    !source
      .slice(Math.max(0, at - 20), at)
      .trimEnd()
      .endsWith('<script')
  )
    return []
  const from = source.indexOf('>', at) + 1
  const data = source.slice(from, Math.max(from, source.indexOf('</', from))).trim()
  const imported = importedSchema.safeParse(jsonOf(data.startsWith('%') ? decoded(data) : data))
  return (imported.data ?? [])
    .filter(({ name }) => !/-plugin(?:-v\d+)?$/.test(name))
    .slice(0, mostImported)
    .map(({ name, modelText }) => ({ name, lists: modelText }))
}

/** The text under a key of JSON, wherever it stands. */
function textUnder(source: string, key: RegExp): string | null {
  const [, json] = new RegExp(`${key.source}\\s*:\\s*("(?:[^"\\\\\\n]|\\\\.)*")`).exec(source) ?? []
  if (json === undefined) return null
  try {
    const text: unknown = JSON.parse(json)
    return typeof text === 'string' ? text : null
  } catch {
    return null
  }
}

const encodedKey = '%22modelText%22'
// Generators are served with the signs left alone that mean something in a whole address.
const encodedSign = /[\w.~!*'()%;,/?:@&=+$#-]/

/** Pages carry data as addresses do, too, with signs encoded. What is a page's own comes before what it imports. */
function encodedIn(source: string): readonly string[] {
  const at = source.indexOf(encodedKey)
  if (at < 0) return []
  let [from, to] = [at, at + encodedKey.length]
  while (from > 0 && encodedSign.test(source.charAt(from - 1))) from--
  while (to < source.length && encodedSign.test(source.charAt(to))) to++
  return [decoded(source.slice(from, to))]
}

/** Empty where it was cut in the middle of a sign. */
function decoded(data: string): string {
  try {
    return decodeURIComponent(data)
  } catch {
    return ''
  }
}

function panelsInElements(source: string, name: string): Panels | null {
  const inside = contentsOf(source)
  const lists = inside.find((content) => looksLikeLists.test(content) && !startsAsPage.test(content))
  if (lists === undefined) return null
  return { lists, page: inside.find((content) => content !== lists && startsAsPage.test(content)) ?? '', name }
}

/** A line, and one further in below it. */
const looksLikeLists = /^\S.*\n(?:\t| {2})/m
const startsAsPage = /^\s*<(?:!--|!doctype\b|\/?[a-z][a-z\d-]*(?:[\s>/]|$))/i

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

function titleIn(source: string): string {
  const [, title = ''] = /<title[^>]*>([^<]{0,300})/i.exec(source) ?? []
  return unescapeHtml(title)
    .replace(/\s*[-–—―|]\s*perchance.*$/i, '')
    .trim()
    .slice(0, 200)
}
