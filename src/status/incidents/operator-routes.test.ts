import { expect, test } from 'vitest'
import { boardSchema, type Board } from '#protocol/board.ts'
import { problemSchema } from '#protocol/problem.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { runningStatus } from '../../../test/support/running-status.ts'

const token = 'a token of sixteen or more'.replaceAll(' ', '-')
const incident = JSON.stringify({ title: 'Pictures are missing', impact: 'minor', body: 'We look.' })

async function boardAt(address: string): Promise<Board> {
  return boardSchema.parse(JSON.parse((await ask(address, '/board.json')).body))
}

function open(address: string, headers: Record<string, string>, body = incident) {
  return ask(address, '/operator/incidents', { method: 'POST', headers, body })
}

test('from this machine itself, and by itself, the operator is believed', async () => {
  const { address } = await runningStatus()
  expect((await open(address, {})).status).toBe(200)
  expect((await boardAt(address)).open).toMatchObject([{ title: 'Pictures are missing', phase: 'investigating' }])
})

test.for([
  ['a page of another site', { origin: 'https://evil.example' }, 'cross-site'],
  ['a page that says where it is from', { 'sec-fetch-site': 'cross-site' }, 'cross-site'],
  ['a name that is not ours', { host: 'evil.example' }, 'wrong-host'],
  [
    'whoever comes through the edge',
    { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' },
    'operator-only',
  ],
  ['a wrong token', { authorization: 'Bearer nothing-of-the-kind' }, 'operator-only'],
] as const)('%s is refused', async ([, headers, fault]) => {
  const { address } = await runningStatus({ token })
  const answer = await open(address, { ...headers })
  expect(problemSchema.parse(JSON.parse(answer.body)).fault).toBe(fault)
  expect((await boardAt(address)).open).toEqual([])
})

test('a page with a public address answers to it, and takes edits by the token alone', async () => {
  const { address } = await runningStatus({ token, publicUrl: 'https://status.example' })
  expect((await ask(address, '/board.json', { headers: { host: 'status.example' } })).status).toBe(200)
  expect((await open(address, {})).status).toBe(403)
  const authorization = `Bearer ${token}`
  expect((await open(address, { authorization, host: 'status.example' })).status).toBe(200)
})

test.for([
  ['what is no JSON', '{', 400],
  ['what is no incident', '{"title": 5}', 400],
  ['a body without an end', `"${'x'.repeat(60_000)}"`, 413],
] as const)('%s is refused, and changes nothing', async ([, body, code]) => {
  const { address } = await runningStatus()
  expect((await open(address, {}, body)).status).toBe(code)
  expect((await boardAt(address)).open).toEqual([])
})

test('of many edits of one version exactly one is made', async () => {
  const { address } = await runningStatus()
  const made: unknown = JSON.parse((await open(address, {})).body)
  expect(made).toMatchObject({ version: 1 })
  const {
    open: [first],
  } = await boardAt(address)
  const path = `/operator/incidents/${first?.id}/updates`
  const edits = Array.from({ length: 10 }, (_, n) =>
    ask(address, path, { method: 'POST', body: JSON.stringify({ version: 1, phase: 'identified', body: `${n}` }) }),
  )
  const codes = (await Promise.all(edits)).map(({ status }) => status)
  expect(codes.toSorted((a, b) => a - b)).toEqual([200, ...Array<number>(9).fill(409)])
  expect((await boardAt(address)).open[0]?.updates).toHaveLength(2)
})
