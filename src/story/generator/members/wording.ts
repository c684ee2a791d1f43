import { chooseChild, standIn } from '../run/pick.ts'
import { textOf } from '../run/print.ts'
import { ownMember, valueOfMember } from '../run/properties.ts'
import type { Run } from '../run/run.ts'
import { Instance, type Value } from '../run/value.ts'
import { WordFormsMissing, type WordForms } from '../words/word-forms.ts'
import { getters, type BuiltIn } from './built-in.ts'
import { pickedFrom } from './elements.ts'

/** Members that pick, evaluate, and then change the text. An item's own property of that name goes before them. */
export const wordingMembers: readonly [string, BuiltIn][] = getters({
  upperCase: changing('upperCase', (_, text) => text.toUpperCase()),
  lowerCase: changing('lowerCase', (_, text) => text.toLowerCase()),
  titleCase: changing('titleCase', (_, text) => titleCase(text)),
  sentenceCase: changing('sentenceCase', (_, text) => text.replace(/^([^\p{L}\p{N}]*)(\p{L})/u, raiseSecond)),
  pluralForm: changing('pluralForm', wordForm),
  singularForm: changing('singularForm', wordForm),
  pastTense: changing('pastTense', wordForm),
  presentTense: changing('presentTense', wordForm),
  futureTense: changing('futureTense', wordForm),
  negativeForm: changing('negativeForm', wordForm),
})

function changing<N extends string>(name: N, change: (run: Run, text: string, name: N) => string) {
  return function changed(run: Run, from: Value): string {
    const value = standIn(run, from)
    const list = pickedFrom(run, value)
    if (list === undefined) return changedText(run, textOf(run, value), { name, change })
    const item = chooseChild(run, list instanceof Instance ? list.node : list, list)
    const own = ownMember(run, item, name)
    if (own !== undefined) return textOf(run, valueOfMember(run, item, own))
    return changedText(run, textOf(run, item), { name, change })
  }
}

interface Change<N> {
  readonly name: N
  readonly change: (run: Run, text: string, name: N) => string
}

function changedText<N>(run: Run, text: string, { name, change }: Change<N>): string {
  run.chargeText(text.length)
  const changed = change(run, text, name)
  run.checkLength(changed.length)
  return changed
}

/** Every word begins large, small words too; a word is what blanks stand around. */
function titleCase(text: string): string {
  return text.replaceAll(/(^|\s)([^\p{L}\p{N}\s]*)(\p{L})/gu, (_, blank: string, before: string, letter: string) => {
    return blank + before + letter.toUpperCase()
  })
}

function raiseSecond(_: string, before: string, letter: string): string {
  return before + letter.toUpperCase()
}

/** Longer texts are no words. The grammar of one would take longer than a step is worth. */
const longestPhrase = 200

function wordForm(run: Run, text: string, name: keyof WordForms): string {
  if (run.words === undefined) throw new WordFormsMissing()
  run.charge(20)
  return text.length > longestPhrase ? text : run.words[name](text)
}
