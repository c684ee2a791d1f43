import { readFile } from 'node:fs/promises'
import { printedBy } from './run.ts'

/** Whether fail2ban or CSF keeps this address out; undefined where there is neither, or it may not be asked. */
export async function isBanned(address: string): Promise<boolean | undefined> {
  const [jails, denied] = await Promise.all([
    printedBy('fail2ban-client', ['banned']),
    readFile('/etc/csf/csf.deny', 'utf8').catch(() => undefined),
  ])
  const lists = [jails, denied].filter((list) => list !== undefined)
  if (lists.length === 0) return undefined
  return lists.some((list) => list.split(/[\s'",[\]{}]+/).includes(address))
}
