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

const form = (fields: Record<string, string>): string => new URLSearchParams(fields).toString()

test('the operator writes on a page that needs no script, and what was refused is not lost', async () => {
  const { address } = await runningStatus()
  const fields = { does: 'open', title: '<b>Pictures</b> are missing', impact: 'minor', side: '', body: 'We look.' }
  const sent = await ask(address, '/operator', { method: 'POST', body: form(fields) })
  expect([sent.status, sent.headers.location]).toEqual([303, 'operator'])
  const { body, headers } = await ask(address, '/operator')
  expect(body).toContain('&#60;b&#62;Pictures&#60;/b&#62; are missing')
  expect(body).not.toMatch(/<script|<b>/)
  expect(headers['content-security-policy']).toContain("form-action 'self'")
  const {
    open: [first],
  } = await boardAt(address)
  const late = form({ does: 'update', id: first?.id ?? '', version: '9', phase: 'identified', body: 'The cache.' })
  const refused = await ask(address, '/operator', { method: 'POST', body: late })
  expect(refused.status).toBe(409)
  expect(refused.body).toContain('>The cache.</textarea>')
})

test('on that page an incident that our probes see still is closed by a tick, which says so to everybody', async () => {
  // Before a site of which nothing answers.
  const { address } = await runningStatus({ everyMs: 50 })
  await expect.poll(async () => (await boardAt(address)).open.length).toBe(1)
  const {
    open: [seen],
  } = await boardAt(address)
  const close = async (more: Record<string, string>) => {
    const { body } = await ask(address, '/operator')
    expect(body).toContain('name="probesWrong"')
    const [, version = ''] = /name="version" value="([1-9]\d*)"/.exec(body) ?? []
    const fields = { does: 'update', id: seen?.id ?? '', version, phase: 'resolved', body: 'The port was moved.' }
    return ask(address, '/operator', { method: 'POST', body: form({ ...fields, ...more }) })
  }
  expect((await close({})).body).toContain('our own probes see it fail still; if they are wrong, say so')
  // What the doctor finds out meanwhile is a newer version.
  await expect.poll(async () => (await close({ probesWrong: 'yes' })).status).toBe(303)
  const { open: left, past } = await boardAt(address)
  expect(left).toEqual([])
  expect(past[0]?.updates[0]).toMatchObject({
    by: 'operator',
    body: 'The port was moved.\n\nOur own probes see it fail still. The operator holds them for wrong, and answers for that.',
  })
  expect((await ask(address, '/')).body).toContain('the operator holds the probe for wrong: The port was moved.')
})

test('where the connection proves nothing the page asks for the token', async () => {
  const { address } = await runningStatus({ token, publicUrl: 'https://status.example' })
  expect((await ask(address, '/operator')).body).toContain('type="password"')
  const fields = { does: 'open', title: 'Pictures are missing', impact: 'minor', side: 'edge', body: 'We look.' }
  const send = (given: string) => ask(address, '/operator', { method: 'POST', body: form({ ...fields, token: given }) })
  expect((await send('wrong')).status).toBe(403)
  expect((await send(token)).status).toBe(303)
})

test('without a token nobody from elsewhere sees the page', async () => {
  const { address } = await runningStatus({ publicUrl: 'https://status.example' })
  expect((await ask(address, '/operator')).status).toBe(403)
})
