import type { DeviceLedger, LastBackup } from '#protocol/ledger.ts'
import { dayAndTime, momentWords } from './moment-words.ts'
import { count, sizeWords } from './size-words.ts'
import { notKeptBecause } from './wording.ts'

/** One figure of the ledger: what, how much, and where it was counted. */
export interface Figure {
  readonly what: string
  readonly howMuch: string
  readonly source: string
}

type Server = NonNullable<DeviceLedger['server']>

/** The whole ledger in one line: what is not all right or not safe yet first, then how much there is. */
export function ledgerLine(ledger: DeviceLedger, now: number): string {
  const { drafts, turnsWaiting, copies, server } = ledger
  const writing = repliesWriting(ledger)
  const parts = [
    drafts.characters > 0 && `${count(drafts.characters, 'character')} in drafts`,
    turnsWaiting > 0 && `${count(turnsWaiting, 'message')} waiting to be sent`,
    writing > 0 && `${count(writing, 'reply', 'replies')} being written`,
    copies === null ? 'this device keeps nothing' : `${count(copies.messages, 'message')} on this device`,
    onServer(server, now),
    lastBackupLine(server, now),
  ]
  return sentence(parts.filter((part) => part !== false).join(' · '))
}

/** Every figure with its source and its age. */
export function figuresOf(ledger: DeviceLedger, now: number): readonly Figure[] {
  const here = `this browser, ${momentWords(ledger.at, now)}`
  return [
    { what: 'In drafts', howMuch: draftWords(ledger.drafts), source: here },
    { what: 'Waiting to be sent', howMuch: countWords(ledger.turnsWaiting, 'message'), source: here },
    {
      what: 'Replies being written',
      howMuch: countWords(repliesWriting(ledger), 'reply', 'replies'),
      source: sourceOfReplies(ledger, now),
    },
    { what: 'On this device', howMuch: copiesWords(ledger.copies), source: here },
    ...serverFigures(ledger.server, now),
    { what: 'Last copy on this device', howMuch: lastCopyWords(ledger.lastCopy, now), source: here },
  ]
}

const lastingWords = {
  true: 'The browser has promised not to clear any of it by itself.',
  false: 'The browser has not promised to keep it: short of room, it may clear it.',
  null: 'The browser has not been asked yet whether it will keep it.',
} as const

export function lastingSentence({ isLasting }: DeviceLedger): string {
  return lastingWords[`${isLasting}`]
}

/** What to tell when the browser takes no copies of what is read. */
export function noCopies({ kind }: NonNullable<DeviceLedger['storeFault']>): string {
  return `${notKeptBecause[kind]}: what you read is not kept for the time when the server is away.`
}

export interface RestoredSight {
  /** When the copy was made that the server was restored from; null when that is not known. */
  readonly restoredFrom: number | null
  readonly messages: number
  readonly now: number
}

/** What to tell when the server has less than this device. */
export function restoredWords({ restoredFrom, messages, now }: RestoredSight): string {
  const which = restoredFrom === null ? 'an older copy' : `a copy made ${dayAndTime(restoredFrom, now)}`
  const what = messages === 1 ? 'a message' : count(messages, 'message')
  return `The server was restored from ${which}. This device has ${what} that it no longer has.`
}

function draftWords({ boxes, characters }: DeviceLedger['drafts']): string {
  return characters === 0 ? 'nothing' : `${count(characters, 'character')} in ${count(boxes, 'box', 'boxes')}`
}

function countWords(howMany: number, one: string, many?: string): string {
  return howMany === 0 ? 'none' : count(howMany, one, many)
}

function copiesWords(copies: DeviceLedger['copies']): string {
  if (copies === null) return 'the browser does not say'
  const { messages, chats, sizeBytes, budgetBytes } = copies
  if (messages === 0) return 'nothing yet: chats that you open are kept here'
  const size = `${sizeWords(sizeBytes)} of ${sizeWords(budgetBytes)}`
  return `${count(messages, 'message')} in ${count(chats, 'chat')}, about ${size}`
}

function lastCopyWords(lastCopy: DeviceLedger['lastCopy'], now: number): string {
  if (lastCopy === null) return 'none'
  return `${momentWords(lastCopy.at, now)}, ${count(lastCopy.messages, 'message')}`
}

// Of replies that are being written the server knows best; while it is away, there are those that this page reads.
function repliesWriting({ server, repliesReading }: DeviceLedger): number {
  if (server === null || !server.isReachable) return repliesReading
  return Math.max(repliesReading, server.ledger.repliesWriting + server.ledger.repliesWaiting)
}

function sourceOfReplies({ server, at }: DeviceLedger, now: number): string {
  if (server === null || !server.isReachable) return `those that this page reads, ${momentWords(at, now)}`
  return `the server, ${momentWords(server.askedAt, now)}`
}

function serverFigures(server: Server | null, now: number): readonly Figure[] {
  if (server === null)
    return [{ what: 'On the server', howMuch: 'not known', source: 'the server has not answered yet' }]
  const { askedAt, isReachable, ledger } = server
  const when = momentWords(askedAt, now)
  const source = isReachable ? `the server, ${when}` : `the server cannot be asked now; this is of ${when}`
  const { messages, chats, characters } = ledger
  const stored = `${count(messages, 'message')} in ${count(chats, 'chat')}, ${count(characters, 'character')}`
  return [
    { what: 'On the server', howMuch: stored, source },
    { what: 'Last backup of the server', howMuch: backupWords(ledger, now), source },
  ]
}

function backupWords({ lastBackup, backupRhythm }: Server['ledger'], now: number): string {
  const rhythm = backupRhythm === null ? 'none are made by themselves' : 'they are made by themselves'
  if (lastBackup === null) return `none is known of; ${rhythm}`
  return `${momentWords(lastBackup.at, now)}, ${sizeWords(lastBackup.sizeBytes)}, ${checkWords(lastBackup)}; ${rhythm}`
}

function checkWords({ isVerified }: LastBackup): string {
  return isVerified ? 'read back and sound' : 'not checked'
}

function onServer(server: Server | null, now: number): string {
  if (server === null) return 'the server has not answered yet'
  const messages = server.ledger.messages.toLocaleString('en')
  return server.isReachable
    ? `${messages} on the server`
    : `the server cannot be asked now; at ${momentWords(server.askedAt, now)} it had ${messages}`
}

function lastBackupLine(server: Server | null, now: number): string {
  const backup = server?.ledger.lastBackup ?? null
  if (server === null) return 'backups not known'
  return backup === null ? 'no backup known' : `last backup ${momentWords(backup.at, now)}`
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
