import { isToldFaultId, toldFaults } from '#protocol/named-faults.ts'
import type { Damage, ExportFormat, ImportCounts, ImportReport } from '#protocol/imports.ts'
import type { Problem } from '#protocol/problem.ts'
import { count } from './size-words.ts'

/** The forms of an export, and what each is good for. */
export const formats: readonly { readonly format: ExportFormat; readonly name: string; readonly use: string }[] = [
  { format: 'zip', name: 'Archive', use: 'Everything, with all branches. Can be imported again.' },
  { format: 'jsonl', name: 'Archive as bare lines', use: 'The same without a zip around it, for programs to read.' },
  { format: 'markdown', name: 'Markdown', use: 'The open branch of each chat, to read and to edit.' },
  { format: 'text', name: 'Plain text', use: 'The open branch of each chat, to read anywhere.' },
  { format: 'html', name: 'Web page', use: 'The open branch of each chat, to read in a browser.' },
]

/** Only these can be imported again, and only these can be sealed. */
export function isArchive(format: ExportFormat): boolean {
  return format === 'zip' || format === 'jsonl'
}

/** Why a passphrase cannot be taken as it stands. Null: it can, or there is none. */
export function passphraseFault(passphrase: string, again: string): string | null {
  if (passphrase === again) return null
  return 'The two are not the same. Nobody can open the file with a passphrase that has a slip in it.'
}

/** What to tell whoever wanted a file from a server that is away: nobody asks for it again but they themselves. */
export function awayWords(problem: Problem, isHereToo: boolean): Problem {
  if (!isToldFaultId(problem.fault)) return problem
  const todo = isHereToo
    ? 'Save the file when the server is back, or save now what this device has of it.'
    : 'Save the file when the server is back.'
  return { ...problem, detail: `${toldFaults[problem.fault].says} ${todo}` }
}

const damageWords: Record<Damage, string> = {
  unreadable: 'could not be read',
  'too-long': 'is longer than any line may be',
  invalid: 'says something that cannot be',
  'chat-missing': 'the line of its chat is damaged: the messages stand in a chat without a title',
  'parent-missing': 'what came before it is missing: it stands at the beginning of a branch of its own',
  'sealed-part': 'a part of the sealed file is damaged',
  'cut-off': 'the file ends before its end',
  zip: 'the zip around the archive is damaged',
}

export function damageLine({ line, reason, because }: ImportReport['damages'][number]): string {
  return `${line === null ? 'The file' : `Line ${line}`}: ${damageWords[reason]} (${because}).`
}

/** What became of the chats, or of the messages. */
export function countsLine(what: string, { taken, here, differing }: ImportCounts): string {
  const parts = [
    taken > 0 && `${figure(taken)} taken in`,
    here > 0 && `${figure(here)} here already`,
    differing > 0 && `${figure(differing)} kept as here, since the file says something else`,
  ].filter((part) => part !== false)
  return `${what}: ${parts.length === 0 ? 'none' : parts.join(', ')}.`
}

/** What a file says it has, and has not. */
export function missingLine({ chats, messages }: NonNullable<ImportReport['missing']>): string | null {
  const parts = [chats > 0 && count(chats, 'chat'), messages > 0 && count(messages, 'message')]
  const told = parts.filter((part) => part !== false)
  return told.length === 0 ? null : `Missing from the file: ${told.join(' and ')}.`
}

function figure(howMany: number): string {
  return howMany.toLocaleString('en')
}

/** What came of an import, in one sentence. */
export function verdictOf({ isWhole, chats, messages, damageCount }: ImportReport): string {
  if (!isWhole) {
    return damageCount > 0
      ? 'What is whole in the file was taken in. What is not is listed here.'
      : 'The file is shorter than it says: what is in it was taken in.'
  }
  const isNothingNew = chats.taken === 0 && messages.taken === 0
  return isNothingNew
    ? 'Everything in the file is here already. Nothing was changed.'
    : 'Everything in the file is here.'
}
