import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ticketTakenSchema, wholeTicketSchema } from '#protocol/ticket.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { command } from '../../../test/fixtures/command.ts'
import { openPeopleHouse, type PeopleHouse } from '../../../test/support/people-house.ts'
import { nastyBundle, someBundle } from '../../../test/support/some-bundle.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-cli-ticket-'))
const token = 'a-long-secret-token'
const key = 'k'.repeat(22)
let house: PeopleHouse
let id: string

beforeAll(async () => {
  house = await openPeopleHouse({ publicUrl: 'https://status.example', token })
  const body = JSON.stringify({ key, bundle: someBundle() })
  const headers = { 'content-type': 'application/json' }
  const taken = await ask(house.address, '/tickets', { method: 'POST', headers, body })
  id = ticketTakenSchema.parse(JSON.parse(taken.body)).ticket
})
afterAll(async () => {
  await house.close()
  rmSync(root, { recursive: true })
})

async function ticket(...words: readonly string[]) {
  const run = command(['ticket', ...words, '--status-url', house.address, '--status-token', token], { folder: root })
  const { code } = await run.ended
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

describe('holdfast ticket', () => {
  test('lists, shows, answers and closes', async () => {
    const list = await ticket('list')
    expect(list).toMatchObject({ code: 0, stderr: '' })
    expect(list.stdout).toContain(`${id}  open`)
    expect(list.stdout).toContain('The page says 521 since noon')
    expect((await ticket('show', id)).stdout).toContain('IN THEIR OWN WORDS')
    expect((await ticket('answer', id, 'It', 'is back.')).stdout).toContain('  It is back.')
    expect((await ticket('list')).stdout).toBe('There is no such ticket.\n')
    expect((await ticket('link', id, '2gztsrksff0v')).stdout).toContain('incident 2gztsrksff0v')
    expect((await ticket('close', id)).stdout).toContain(`${id}  closed`)
    const all = await ticket('export')
    expect(z.array(wholeTicketSchema).parse(JSON.parse(all.stdout))).toMatchObject([{ id, state: 'closed' }])
  })

  test('prints nothing that a terminal obeys, whatever was sent', async () => {
    const bundle = { ...nastyBundle(), id: '01991f00-0000-7000-8000-0000000000ff' }
    house.people.tickets.take({ key, bundle })
    for (const words of [['list'], ['list', '--json'], ['export']]) {
      const { stdout } = await ticket(...words)
      expect(stdout).toContain('alert(1)')
      // oxlint-disable-next-line no-control-regex -- they are what must not be there
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    }
  })

  test.for([
    [[], 'What is to be done with tickets?'],
    [['eat'], 'What is to be done with tickets?'],
    [['show'], 'Which ticket?'],
    [['answer', 'x'], 'What is the answer?'],
    [['list', '--state', 'lost'], '--state is "lost"'],
    [['show', '000000000000'], 'There is no such ticket'],
  ] as const)('%o is refused with what to write instead', async ([words, says]) => {
    const { code, stderr } = await ticket(...words)
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })

  test('says so where no status process answers', async () => {
    const run = command(['ticket', 'list', '--status-url', 'http://127.0.0.1:1'], { folder: root })
    expect((await run.ended).code).toBe(2)
    expect(run.stderr()).toContain('No status process answers at http://127.0.0.1:1')
  })
})
