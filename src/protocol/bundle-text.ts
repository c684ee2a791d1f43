import { printable, printableLines } from '#shared/printable.ts'
import { pictureBytes, type BundlePicture } from './bundle-picture.ts'
import {
  sectionNames,
  type Bundle,
  type BundleDevice,
  type BundleLedger,
  type BundleSections,
  type ConnectionCheck,
  type Remedy,
  type SectionName,
  type TroubleKind,
} from './bundle.ts'
import type { Sighting } from './sighting.ts'
import { utc } from './utc.ts'
import { visitorTestsLines } from './visitor-tests-text.ts'

/** What each section is called, for whoever sends it and whoever reads it. */
export const sectionTitles: Readonly<Record<SectionName, string>> = {
  words: 'In their own words',
  faults: 'Faults seen lately',
  checks: 'Connection tests',
  tests: 'The way, tested step by step',
  tried: 'What was tried',
  ledger: 'Where the words are, in counts',
  device: 'Browser and device',
  picture: 'Their own picture',
}

export const troubleWords: Readonly<Record<TroubleKind, string>> = {
  words: 'Words are missing or changed',
  broken: 'Something does not work',
  other: 'Something else',
}

export const remedyWords: Readonly<Record<Remedy, string>> = {
  reloaded: 'The page loaded again',
  'vpn-off': 'VPN or proxy off',
  'cache-cleared': 'The browser’s cache cleared',
  'other-network': 'Another network',
  'other-device': 'Another device',
}

/** A whole bundle for people, as plain text. Nothing in it is obeyed by a terminal, whoever made the bundle. */
export function bundleLines(bundle: Bundle): readonly string[] {
  const { sections, leftOut, removed } = bundle
  const present = sectionNames.filter((name) => sections[name] !== undefined)
  return [
    ...headLines(bundle),
    ...present.flatMap((name) => ['', sectionTitles[name].toUpperCase(), ...sectionLines(name, sections)]),
    '',
    `Left out by the person: ${listed(leftOut.map((name) => sectionTitles[name].toLowerCase()))}`,
    `Replaced because it looked like a secret or an address: ${listed(removed.map(removedWords))}`,
  ]
}

/** One section in lines. They are indented, so that nothing in a section can look like the head of another. */
export function sectionLines(name: SectionName, sections: BundleSections): readonly string[] {
  const { words, faults, checks, tests, tried, ledger, device, picture } = sections
  const lines: Readonly<Record<SectionName, () => readonly string[]>> = {
    words: () => printableLines(words ?? ''),
    faults: () => (faults ?? []).flatMap(faultLines),
    checks: () => (checks ?? []).map(checkLine),
    tests: () => (tests === undefined ? [] : visitorTestsLines(tests)),
    tried: () => (tried ?? []).map(({ remedy, at }) => `${remedyWords[remedy]}, ${utc(at)}`),
    ledger: () => (ledger === undefined ? [] : ledgerLines(ledger)),
    device: () => (device === undefined ? [] : deviceLines(device)),
    picture: () => (picture === undefined ? [] : [pictureLine(picture)]),
  }
  const all = lines[name]()
  return all.length === 0 ? ['  none'] : all.map((line) => `  ${line}`)
}

function headLines({ id, version, madeAt, madeAtLocal, clockAheadMs, shell, protocol, about }: Bundle) {
  return [
    `Holdfast support bundle ${id} (form ${version})`,
    `Made ${printable(madeAtLocal)}, which is ${utc(madeAt)}`,
    `The device's clock: ${clockWords(clockAheadMs)}`,
    `The page: build ${shell === null ? 'unknown' : printable(shell)}, protocol ${protocol}`,
    `About: ${troubleWords[about]}`,
  ]
}

function clockWords(aheadMs: number | null): string {
  if (aheadMs === null) return 'not compared with the server’s'
  const seconds = Math.round(Math.abs(aheadMs) / 1_000)
  if (seconds < 2) return 'right, by the server’s'
  return `${seconds} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the server’s`
}

function faultLines(sighting: Sighting): readonly string[] {
  const { fault, side, title, path, firstAt, lastAt, times, lastWellAt, because, requestIds } = sighting
  const often = times === 1 ? `once, ${utc(firstAt)}` : `${times} times, ${utc(firstAt)} to ${utc(lastAt)}`
  const before =
    lastWellAt === null ? 'the server had not answered this page before' : `the server last answered ${utc(lastWellAt)}`
  return [
    `${printable(fault)} (${side}): ${printable(title)}`,
    `  at ${printable(path)}, ${often}; ${before}`,
    ...(because === undefined ? [] : [`  seen: ${printable(because)}`]),
    ...(requestIds.length === 0 ? [] : [`  requests: ${requestIds.map(printable).join(', ')}`]),
  ]
}

function checkLine({ hop, at, tookMs, fault, side, says }: ConnectionCheck): string {
  const outcome = fault === null ? 'answered' : `${printable(fault)} (${side ?? 'side unknown'})`
  return `${hop}: ${outcome}, ${tookMs} ms, ${utc(at)}: ${printable(says)}`
}

function ledgerLines(ledger: BundleLedger): readonly string[] {
  const { countedAt, drafts, turnsWaiting, repliesReading, copies, lastCopy, isLasting, storeFault, server } = ledger
  return [
    `counted ${utc(countedAt)}`,
    `in drafts: ${drafts.characters} characters in ${drafts.boxes} boxes`,
    `waiting to be sent: ${turnsWaiting}; replies being read: ${repliesReading}`,
    copies === null
      ? 'on this device: could not be counted'
      : `on this device: ${copies.messages} messages in ${copies.chats} chats, ${copies.sizeBytes} bytes; only here: ${copies.onlyHere}`,
    lastCopy === null
      ? 'last copy on this device: none'
      : `last copy on this device: ${utc(lastCopy.at)}, ${lastCopy.messages} messages, ${verifiedWords(lastCopy)}`,
    `the browser promised to keep it: ${isLasting === null ? 'not asked' : yesNo(isLasting)}`,
    ...(storeFault === null ? [] : [`the browser keeps less than it should: ${printable(storeFault)}`]),
    ...serverLines(server),
  ]
}

function serverLines(server: BundleLedger['server']): readonly string[] {
  if (server === null) return ['on the server: it has never answered this browser']
  const { askedAt, isReachable, messages, chats, characters, repliesWriting, repliesWaiting, lastBackup } = server
  return [
    `on the server, as of ${utc(askedAt)}${isReachable ? '' : ' (it does not answer now)'}: ${messages} messages in ${chats} chats, ${characters} characters`,
    `replies being written there: ${repliesWriting}; waiting: ${repliesWaiting}`,
    lastBackup === null
      ? 'its last backup: none known'
      : `its last backup: ${utc(lastBackup.at)}, ${lastBackup.sizeBytes} bytes, ${verifiedWords(lastBackup)}`,
    `its line of stories: ${printable(server.history)}, restored from ${server.restoredFrom === null ? 'nothing' : `a copy of ${utc(server.restoredFrom)}`}`,
    ...[server.storageFault, server.backupFault].flatMap((fault) =>
      fault === null ? [] : [`it says of itself: ${printable(fault)}`],
    ),
  ]
}

function deviceLines(device: BundleDevice): readonly string[] {
  const { browser, system, isMobile, languages, window, saysOnline, connection, shell, storage } = device
  return [
    `${printable(browser)} on ${printable(system)}${isMobile ? ', a phone or tablet' : ''}`,
    `window about ${window.width} × ${window.height}; languages ${printable(languages.join(', '))}`,
    `it says that it is ${saysOnline ? 'online' : 'offline'}; connection ${connection === null ? 'not told' : printable(connection)}`,
    `the page on the device: ${shell}`,
    `storage: ${storage === null ? 'not told' : `${storage.usedMB} of ${storage.quotaMB} MB`}`,
  ]
}

/** What a text can say of a picture. Its bytes are in the file. */
function pictureLine({ type, width, height, base64 }: BundlePicture): string {
  const sizeBytes = pictureBytes({ base64 }).length
  return `${type === 'image/png' ? 'PNG' : 'JPEG'}, ${width} × ${height} pixels, ${sizeBytes} bytes; not in this text, but in the file`
}

function verifiedWords({ isVerified }: { readonly isVerified: boolean }): string {
  return isVerified ? 'read back and sound' : 'not checked'
}

function yesNo(claim: boolean): string {
  return claim ? 'yes' : 'no'
}

function removedWords({ kind, times }: Bundle['removed'][number]): string {
  return `${times} × ${printable(kind)}`
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'nothing' : words.join(', ')
}
