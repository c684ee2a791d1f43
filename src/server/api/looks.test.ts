import { afterEach, beforeEach, expect, test } from 'vitest'
import { narratorName } from '#protocol/backends.ts'
import { canarySchema, serverLookSchema, type Canary, type ServerLook } from '#protocol/server-look.ts'
import { openFakeBackend, type FakeBackend } from '../../../test/fixtures/fake-backend/server.ts'
import { closedPort } from '../../../test/fixtures/raw-server.ts'
import { runningServer, type RunningServer } from '../../../test/support/running-server.ts'

let fake: FakeBackend
let server: RunningServer

beforeEach(async () => {
  fake = await openFakeBackend({ behaviour: { tokens: 100, everyMs: 1 } })
})
afterEach(async () => {
  await server.stop()
  await fake.close()
})

async function look(): Promise<ServerLook> {
  return serverLookSchema.parse(await (await fetch(`${server.address}/api/health`)).json())
}

async function canary(): Promise<Canary> {
  return canarySchema.parse(await (await fetch(`${server.address}/api/canary`, { method: 'POST' })).json())
}

test('the server says of each back end whether it is there, and what was measured when it is not', async () => {
  const dead = `http://127.0.0.1:${await closedPort()}/v1`
  server = await runningServer([
    { name: 'well', baseURL: fake.baseURL, model: 'fake' },
    { name: 'dead', baseURL: dead, model: 'fake' },
  ])
  const { process, state, chosen, backends } = await look()
  expect({ process, state, chosen }).toEqual({ process: 'server', state: 'ready', chosen: 'well' })
  expect(backends).toMatchObject([
    { name: 'well', kind: 'remote', answers: true },
    { name: 'dead', kind: 'remote', answers: false, fault: 'backend-refused', because: 'ECONNREFUSED' },
    { name: narratorName, kind: 'narrator', answers: null },
  ])
})

test('however many ask, a back end is not asked again for it', async () => {
  server = await runningServer([{ name: 'well', baseURL: fake.baseURL, model: 'fake' }])
  const looks = await Promise.all(Array.from({ length: 20 }, look))
  expect(new Set(looks.map(({ backends: [first] }) => first?.askedAt)).size).toBe(1)
})

test('a canary costs sixteen tokens at most, and no second one within a minute', async () => {
  server = await runningServer([{ name: 'well', baseURL: fake.baseURL, model: 'fake' }])
  const [one, two] = [await canary(), await canary()]
  expect(one).toMatchObject({ outcome: 'wrote', backend: 'well' })
  expect(one.tokens).toBeLessThanOrEqual(32)
  expect(one.firstTokenMs).toBeGreaterThanOrEqual(0)
  expect(two).toEqual(one)
  const chats = await (await fetch(`${server.address}/api/chats`)).text()
  expect(chats).not.toContain('Count from one')
})

test('a canary that fails says why, and the practice narrator is asked for none', async () => {
  const dead = `http://127.0.0.1:${await closedPort()}/v1`
  server = await runningServer([{ name: 'dead', baseURL: dead, model: 'fake' }])
  expect(await canary()).toMatchObject({ outcome: 'failed', backend: 'dead', fault: 'backend-refused' })
  await server.stop()
  server = await runningServer([])
  expect(await canary()).toMatchObject({ outcome: 'skipped', backend: narratorName, tokens: 0 })
})
