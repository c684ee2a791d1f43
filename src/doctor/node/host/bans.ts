import { readFile } from 'node:fs/promises'
import type { LintHost } from '#protocol/lint.ts'
import { printedBy } from './run.ts'

/** Whether fail2ban or CSF keeps this address out; undefined where there is neither, or it may not be asked. */
export async function isBanned(address: string): Promise<boolean | undefined> {
  const lists = await bannedLists()
  return lists.length === 0 ? undefined : lists.some((list) => wordsOf(list).includes(address))
}

/** All that they keep out, and what they never do; null where there is no such tool, undefined where it may not be asked. */
export async function allBans(): Promise<LintHost['bans']> {
  const [lists, ignored] = await Promise.all([bannedLists(), ignoredLists()])
  if (lists.length > 0) return { banned: addressesIn(lists), ignored: addressesIn(ignored) }
  return (await printedBy('fail2ban-client', ['--version'])) === undefined ? null : undefined
}

async function bannedLists(): Promise<readonly string[]> {
  const all = await Promise.all([printedBy('fail2ban-client', ['banned']), fileOf('/etc/csf/csf.deny')])
  return all.filter((list) => list !== undefined)
}

async function ignoredLists(): Promise<readonly string[]> {
  const jails = /Jail list:\s*(.*)/.exec((await printedBy('fail2ban-client', ['status'])) ?? '')?.[1] ?? ''
  const asked = jails.split(/[\s,]+/).filter((jail) => /^[\w.-]+$/.test(jail))
  const all = await Promise.all([
    ...asked.map((jail) => printedBy('fail2ban-client', ['get', jail, 'ignoreip'])),
    fileOf('/etc/csf/csf.ignore'),
    fileOf('/etc/csf/csf.allow'),
  ])
  return all.filter((list) => list !== undefined)
}

function fileOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

const mostAddresses = 20_000

function addressesIn(lists: readonly string[]): string[] {
  const words = lists.flatMap(wordsOf).filter((word) => /^[\da-f.:]+(?:\/\d+)?$/i.test(word) && /[.:]/.test(word))
  return [...new Set(words)].slice(0, mostAddresses)
}

function wordsOf(list: string): readonly string[] {
  return list.replaceAll(/#.*$/gm, '').split(/[\s'",[\]{}|`-]+/)
}
