import { outlineOf } from '#story/generator-writing.ts'
import { importName, type Rollable } from './rollables.ts'

/** Texts of the list language that belong together, by the names of the lists that they become. */
export interface Parts {
  readonly texts: Readonly<Record<string, string>>
  /** Those that are to stay what they have become. */
  readonly kept: Readonly<Record<string, string>>
}

// No text that anybody writes has this sign in it.
const between = '\u001f'

/** The parts that have something in them. */
export function partNames({ texts, kept }: Parts): readonly string[] {
  return Object.keys(texts).filter((name) => kept[name] !== undefined || texts[name]?.trim() !== '')
}

/** The lines of a generator that has a list for each part, and the generators that are named in them. */
export function partLists(parts: Parts, all: readonly Rollable[]): readonly string[] {
  return [...partNames(parts).map((name) => `${name}\n  ${itemOf(parts, name)}\n`), ...importsFor(parts, all)]
}

/** What rolls these parts one after the other. */
export function partsCall(names: readonly string[]): string {
  return names.map((name) => `${name}.evaluateItem`).join(` + "${between}" + `)
}

/** The parts in what that call gave. */
export function partsIn(rolled: string, names: readonly string[]): Readonly<Record<string, string>> {
  const pieces = rolled.split(between)
  return Object.fromEntries(names.map((name, place) => [name, pieces[place] ?? '']))
}

function itemOf({ texts, kept }: Parts, name: string): string {
  const settled = kept[name]
  return oneLine(settled === undefined ? asItem(texts[name] ?? '') : literal(settled))
}

/** An item is one line; blanks around the end of a line are meant by whoever writes verse, or a list in a list. */
function oneLine(text: string): string {
  return text
    .trim()
    .replaceAll(/[ \t]*\r?\n[ \t]*/g, (blanks) =>
      blanks.replace('\r', '').replaceAll(' ', '\\s').replaceAll('\t', '\\t').replace('\n', '\\n'),
    )
}

/**
 * Outside of brackets these signs are meant as they stand by whoever writes a text and no list: in an item `=` would make a
 * property of what stands before it, `^` odds of what stands behind it, and `//` would end it.
 */
function asItem(text: string): string {
  let depth = 0
  return text.replaceAll(/\\.|\/\/|[[\]{}=^]/gs, (sign) => {
    if (sign === '[' || sign === '{') depth++
    else if (sign === ']' || sign === '}') depth--
    if (depth > 0 || sign.startsWith('\\')) return sign
    if (sign === '//') return slashes
    return sign === '=' || sign === '^' ? `\\${sign}` : sign
  })
}

/** Two of them begin a comment. */
const slashes = '/["/"]'

/** A text in which nothing is rolled, and nothing is left out. */
function literal(text: string): string {
  return text.replaceAll(/[\\[\]{}^|=]/g, String.raw`\$&`).replaceAll('//', slashes)
}

/** A text that was rolled already, as it can stand in one that is still to be rolled: its brackets stay brackets. */
export function asItStands(text: string): string {
  return text.replaceAll(/[\\[\]{}]/g, String.raw`\$&`)
}

/** The names in brackets that are generators: each gives what it gives by itself. */
function importsFor({ texts, kept }: Parts, all: readonly Rollable[]): readonly string[] {
  const named = Object.keys(texts).filter((part) => kept[part] === undefined)
  return [...new Set(named.flatMap((part) => namesIn(texts[part] ?? '')))].flatMap((name) => {
    const found = all.find((one) => importName(one.name) === importName(name))
    return found === undefined || Object.hasOwn(texts, name) ? [] : importLines(name, found)
  })
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/\[\s*([\p{L}_$][\p{L}\p{N}_$]*)/gu)].map(([, name = '']) => name)
}

/** An import gives its `$output`, or else the names of its lists, of which the one is meant that it gives by itself. */
function importLines(name: string, { name: from, text }: Rollable): readonly string[] {
  const lists = outlineOf(text).filter(({ level, kind }) => level === 0 && (kind === 'list' || kind === 'property'))
  const names = lists.map((list) => list.name)
  const imported = `{import:${importName(from)}}`
  if (names.includes('$output')) return [`${name} = ${imported}`]
  const entry = names.includes('output') ? 'output' : (names.at(-1) ?? 'output')
  return [`${name} = [from_${name}.${entry}]`, `from_${name} = ${imported}`]
}
