import { irregularPasts, irregularPlurals } from './exceptions.ts'
import { wordTables } from './library.ts'
import type { WordForms } from './word-forms.ts'

const { toPlural, toSingular, toInfinitive, conjugate } = wordTables()

/** English word by word: a library's tables and rules, and our own for what they miss. */
export const english: WordForms = {
  pluralForm: (text) => changeNoun(text, plural),
  singularForm: (text) => changeNoun(text, singular),
  pastTense: (text) => changeVerb(text, (verb) => past(infinitive(verb))),
  presentTense: (text) =>
    changeVerb(text, (verb, who) => (saidOfMany.test(who) ? infinitive(verb) : present(infinitive(verb)))),
  futureTense: (text) => changeVerb(text, (verb) => `will ${infinitive(verb)}`),
  negativeForm: (text) => changeVerb(text, negative),
}

/** Those whose verbs have no s. */
const saidOfMany = /\b(?:i|you|we|they)\b/i

/** A phrase changes where its noun is: before "of" and the like, and else at its end. */
function changeNoun(text: string, change: (noun: string) => string): string {
  const [, before = '', noun = '', after = ''] =
    /^(\s*(?:[^\s]+\s+)*?)([^\s-]+)((?:\s+(?:of|in|on|at|for|with|from|to)\s|-(?:in|of|by|to|at|up|on)(?:-|\b)).*)$/su.exec(
      text,
    ) ??
    /^(.*?)([\p{L}\p{M}’']+)([^\p{L}]*)$/su.exec(text) ??
    []
  return noun === '' ? text : before + likeCased(noun, change(noun.toLowerCase())) + after
}

/** A phrase changes at its first word, or after the one who does it: "walk home", "she walks home". */
function changeVerb(text: string, change: (verb: string, who: string) => string): string {
  const [, before = '', verb = '', after = ''] =
    /^(\s*(?:(?:i|you|he|she|it|we|they|who)\s+)?)([\p{L}\p{M}’'-]+)(.*)$/isu.exec(text) ?? []
  return verb === '' ? text : before + likeCased(verb, change(verb.toLowerCase(), before)) + after
}

/** In capitals when the word was, and with a large letter when it had one. */
function likeCased(word: string, changed: string): string {
  if (word.length > 1 && word === word.toUpperCase()) return changed.toUpperCase()
  const first = word.charAt(0)
  return first === first.toLowerCase() ? changed : changed.charAt(0).toUpperCase() + changed.slice(1)
}

function plural(noun: string): string {
  return irregularPlurals.get(noun) ?? toPlural(noun)
}

const singulars = new Map([...irregularPlurals].map(([one, many]) => [many, one]))

/** The library takes any word for a plural, so what it gives must have that plural. */
function singular(noun: string): string {
  const known = singulars.get(noun) ?? (irregularPlurals.has(noun) || /(?:ss|us|is)$/.test(noun) ? noun : undefined)
  if (known !== undefined) return known
  const one = toSingular(noun)
  return plural(one) === noun ? one : singularByEnding(noun)
}

function singularByEnding(noun: string): string {
  const candidates = [noun.replace(/ies$/, 'y'), noun.replace(/es$/, ''), noun.replace(/s$/, ''), toSingular(noun)]
  return candidates.find((one) => one !== noun && plural(one) === noun) ?? noun
}

function past(verb: string): string {
  if (verb === 'be') return 'was'
  return irregularPasts.get(verb) ?? conjugate(verb).PastTense ?? verb
}

function present(verb: string): string {
  return verb === 'be' ? 'is' : (conjugate(verb).PresentTense ?? verb)
}

const formsOfBe: ReadonlySet<string> = new Set(['am', 'are', 'is', 'was', 'were', 'been', 'being'])

/** The verb as the dictionary lists it. The library guesses a tense for any word, so its guess must lead back here. */
function infinitive(verb: string): string {
  if (formsOfBe.has(verb)) return 'be'
  for (const [tense, form] of [
    ['PastTense', past],
    ['PresentTense', present],
    ['Gerund', (one: string) => conjugate(one).Gerund ?? ''],
  ] as const) {
    const candidate = toInfinitive(verb, tense)
    if (candidate !== verb && form(candidate) === verb && !isListed(verb)) return candidate
  }
  return verb
}

/** Whether a word that looks like a form of another one is a verb itself: "need" is no past of "nee". */
function isListed(verb: string): boolean {
  return /(?:eed|ss|us)$/.test(verb)
}

function negative(verb: string): string {
  if (verb === 'be') return 'not be'
  if (formsOfBe.has(verb)) return `${verb} not`
  const base = infinitive(verb)
  if (base === verb) return `do not ${verb}`
  return verb === present(base) ? `does not ${base}` : `did not ${base}`
}
