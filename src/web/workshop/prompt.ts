import { outlineOf } from '#story/generator-writing.ts'
import { importName, type Rollable } from './rollables.ts'

/** What a prompt is made of, in the order in which it is read. */
export const promptParts = ['subject', 'style', 'mood', 'constraints'] as const

export type PromptPart = (typeof promptParts)[number]

export type PromptTexts = Readonly<Record<PromptPart, string>>

/** What stands before a part in the prompt. */
const heads: PromptTexts = { subject: '', style: 'Style: ', mood: 'Mood: ', constraints: 'Constraints: ' }

/** A prompt in the making. */
export interface Prompt {
  readonly texts: PromptTexts
  /** The parts that are to stay what they have become. */
  readonly kept: Partial<PromptTexts>
}

/**
 * A prompt as a generator: a list for each part, and the generators that are named in them. What it gives is what rolling its
 * parts with the same seed gives, as its own text picks nothing.
 */
export function promptSource(prompt: Prompt, all: readonly Rollable[]): string {
  const parts = partsOf(prompt)
  const output = parts.map((part) => `${heads[part]}[${part}.evaluateItem]`).join('\\n')
  const lists = parts.map((part) => `${part}\n  ${itemOf(prompt, part)}\n`)
  return [`output = ${output}`, '', ...lists, ...importsFor(prompt, all)].join('\n')
}

// No text that anybody writes has this sign in it.
const between = '\u001f'

/** What rolls the parts of the generator of a prompt one after the other. */
export function partsCall(prompt: Prompt): string {
  return partsOf(prompt)
    .map((part) => `${part}.evaluateItem`)
    .join(` + "${between}" + `)
}

/** The parts in what that call gave. */
export function partsIn(rolled: string, prompt: Prompt): Partial<PromptTexts> {
  const pieces = rolled.split(between)
  return Object.fromEntries(partsOf(prompt).map((part, place) => [part, pieces[place] ?? '']))
}

/** The whole prompt of its parts. */
export function promptOf(parts: Partial<PromptTexts>): string {
  return promptParts.flatMap((part) => (parts[part] === undefined ? [] : [heads[part] + parts[part]])).join('\n')
}

function partsOf({ texts, kept }: Prompt): readonly PromptPart[] {
  return promptParts.filter((part) => kept[part] !== undefined || texts[part].trim() !== '')
}

function itemOf({ texts, kept }: Prompt, part: PromptPart): string {
  const settled = kept[part]
  return oneLine(settled === undefined ? withoutProperty(texts[part]) : literal(settled))
}

/** An item is one line. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/[ \t]*\r?\n[ \t]*/g, '\\n')
}

/** An `=` in an item would make a property of what stands before it, which nobody means who writes a prompt. */
function withoutProperty(text: string): string {
  let depth = 0
  return text.replaceAll(/\\.|[[\]{}=]/gs, (sign) => {
    if (sign === '[' || sign === '{') depth++
    else if (sign === ']' || sign === '}') depth--
    return sign === '=' && depth <= 0 ? '\\=' : sign
  })
}

/** A text in which nothing is rolled, and nothing is left out. */
function literal(text: string): string {
  return text.replaceAll(/[\\[\]{}^|=]/g, String.raw`\$&`).replaceAll('//', '/["/"]')
}

/** The names in brackets that are generators: each gives what it gives by itself. */
function importsFor({ texts, kept }: Prompt, all: readonly Rollable[]): readonly string[] {
  const named = promptParts.filter((part) => kept[part] === undefined).flatMap((part) => namesIn(texts[part]))
  return [...new Set(named)].flatMap((name) => {
    const found = all.find((one) => importName(one.name) === importName(name))
    return found === undefined || promptParts.some((part) => part === name) ? [] : importLines(name, found)
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
