import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command } from '../../../test/fixtures/command.ts'
import { openPeopleHouse, type PeopleHouse } from '../../../test/support/people-house.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-cli-subscriptions-'))
const token = 'a-long-secret-token'
let house: PeopleHouse
let other: PeopleHouse

beforeAll(async () => {
  house = await openPeopleHouse({ publicUrl: 'https://status.example', token })
  other = await openPeopleHouse({ publicUrl: 'https://status.example', token })
})
afterAll(async () => {
  await house.close()
  await other.close()
  rmSync(root, { recursive: true })
})

async function subscriptions(words: readonly string[], at = house) {
  const settings = ['--status-url', at.address, '--status-token', token]
  const run = command(['subscriptions', ...words, ...settings], { folder: root })
  const { code } = await run.ended
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

test('a webhook is added, moved to another status page, and taken out', async () => {
  const added = await subscriptions(['add', 'https://example.org/hook'])
  expect(added).toMatchObject({ code: 0, stderr: '' })
  const id = /as ([a-z0-9]{12})\./.exec(added.stdout)?.[1] ?? ''
  expect((await subscriptions(['list'])).stdout).toBe(`${id}  webhook  https://example.org/hook\n`)
  expect((await subscriptions(['attempts', id])).stdout).toBe('Nothing was sent to it yet.\n')
  writeFileSync(join(root, 'all.json'), (await subscriptions(['export'])).stdout)
  expect(JSON.parse((await subscriptions(['import', 'all.json'], other)).stdout)).toEqual({ taken: 1, of: 1 })
  expect((await subscriptions(['list'], other)).stdout).toContain(id)
  expect((await subscriptions(['remove', id])).code).toBe(0)
  expect((await subscriptions(['list'])).stdout).toBe('Nobody is told of outages.\n')
})

test.for([
  [[], 'What is to be done with subscriptions?'],
  [['add'], 'Which address is to be told?'],
  [['add', 'ftp://example.org'], '`url` must be an address of the web'],
  [['remove', '000000000000'], 'There is no such subscription'],
  [['import', 'package.json'], 'cannot be read'],
  [['list', 'more', 'words'], 'one word too many'],
] as const)('%o is refused with what to write instead', async ([words, says]) => {
  const { code, stderr } = await subscriptions(words)
  expect(code).toBe(2)
  expect(stderr).toContain(says)
})
