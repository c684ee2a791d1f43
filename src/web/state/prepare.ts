import type { NotRolled } from '../characters/roll-sheet.ts'
import { sheetTexts } from '../characters/saved-character.ts'
import { faultWords } from '../workshop/roll-words.ts'
import type { App } from './app.ts'

/** Rolls a character for the next chat. Answers with what went wrong; empty when it is prepared. */
export async function prepareFrom(app: App, id: string): Promise<string> {
  const before = app.prepared.value.peek()
  await app.workshop.come()
  const workshop = app.workshop.part.peek()
  if (workshop === null) return 'The part of this page that rolls did not come. Load the page anew.'
  const { characters, generators } = workshop
  await Promise.all([characters.library.loaded, generators.library.loaded])
  if (characters.all.peek()?.some((character) => character.id === id) !== true)
    return 'The character that this was rolled from is no longer in this browser.'
  const rolled = await workshop.rollSheet(characters.open(id).sheet())
  if (!rolled.ok) return notRolledWords(rolled.error)
  // Somebody may have decided otherwise meanwhile.
  if (app.prepared.value.peek() === before) app.prepared.put({ sheet: rolled.value, from: id })
  return ''
}

const textWords: ReadonlyMap<string, string> = new Map([
  ['name', 'The name'],
  ['about', 'Who they are'],
  ['scene', 'Where it begins'],
  ['opening', 'The opening'],
  ['telling', 'How it is told'],
])

function notRolledWords(failure: NotRolled): string {
  if (failure === 'too-long') return 'What came out is longer than a story can take along. Shorten it.'
  const { name, rolled } = failure
  const where = textWords.get(name) ?? `Entry ${name.replace('lore_', '')} of the lorebook`
  if (typeof rolled === 'string' || rolled.fault === null) return `${where}: ${faultWords(rolled)}`
  const empty = sheetTexts.find((text) => rolled.fault?.message === `${text} has no items.`)
  if (empty !== undefined) return `${where} says [${empty}], and nothing stands in “${textWords.get(empty)}”.`
  return `${where}: ${rolled.fault.message} For a bracket that is to stand as it is, write a \\ before it.`
}
