import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { afterEach, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { ask, type Answered } from '../../../test/fixtures/ask.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { runningEdge, usualFloods } from '../../../test/fixtures/running-edge.ts'

const toClose: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

/** An edge to which the very first newcomer is one too many. */
async function crowdedEdge(isOwn = false): Promise<{ readonly address: string; readonly asked: string[] }> {
  const asked: string[] = []
  const site = await openHttpServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.end('inside')
  })
  toClose.push(site.close)
  const floods = { ...usualFloods, limitsThisMachine: true, botRules: false, proofAbove: 0.01 }
  const edge = await runningEdge({ isOwn, origin: site.address, floods })
  toClose.push(edge.stop)
  return { address: edge.address, asked }
}

const wantedSchema = z.object({
  fault: z.literal('proof-wanted'),
  retryAfterMs: z.number(),
  proof: z.object({
    answer: z.string(),
    challenge: z.object({
      parameters: z.object({
        algorithm: z.string(),
        nonce: z.string(),
        salt: z.string(),
        cost: z.number(),
        keyLength: z.number(),
        keyPrefix: z.string(),
        data: z.object({ for: z.string(), at: z.number() }),
      }),
      signature: z.string(),
    }),
  }),
})

const cookieOf = (answer: Answered): string => answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''

test('a program is told all it needs to wait or to do the sum, and the origin hears only of who did', async () => {
  const { address, asked } = await crowdedEdge()
  const told = await ask(address, '/page')
  expect(told.status).toBe(503)
  expect(told.headers['retry-after']).toBe('30')
  const { proof } = wantedSchema.parse(JSON.parse(told.body))
  const waiting = await ask(address, '/page', { headers: { cookie: cookieOf(told) } })
  expect(wantedSchema.parse(JSON.parse(waiting.body)).retryAfterMs).toBeLessThanOrEqual(30_000)
  expect(asked).toEqual([])
  const solution = await solveChallenge({ challenge: proof.challenge, deriveKey })
  const text = Buffer.from(JSON.stringify({ challenge: proof.challenge, solution })).toString('base64url')
  const passed = await ask(address, `${proof.answer}${text}`)
  expect(passed.status).toBe(204)
  expect((await ask(address, '/page', { headers: { cookie: cookieOf(passed) } })).body).toBe('inside')
  expect(asked).toEqual(['GET /page'])
})

test('a wrong solution is a fault, and nothing but reading is answered there', async () => {
  const { address } = await crowdedEdge()
  const wrong = await ask(address, '/__edge/proof?solution=x')
  expect(JSON.parse(wrong.body)).toMatchObject({ status: 400, fault: 'proof-wrong' })
  expect((await ask(address, '/__edge/proof', { method: 'POST' })).status).toBe(405)
})

test('who was inside before goes on as before', async () => {
  const site = await openHttpServer((_, response) => void response.end('inside'))
  toClose.push(site.close)
  const edge = await runningEdge({
    isOwn: false,
    origin: site.address,
    floods: { ...usualFloods, limitsThisMachine: true, botRules: false, proofAbove: 1 },
  })
  toClose.push(edge.stop)
  const cookie = cookieOf(await ask(edge.address, '/'))
  const newcomer = async (): Promise<number> => (await ask(edge.address, '/')).status
  await expect.poll(newcomer, { interval: 1 }).toBe(503)
  expect((await ask(edge.address, '/', { headers: { cookie } })).body).toBe('inside')
})

test('before Holdfast, readers of running replies and the page itself are never asked', async () => {
  const { address, asked } = await crowdedEdge(true)
  const headers = { host: 'localhost' }
  expect((await ask(address, '/api/chats', { headers })).status).toBe(503)
  expect((await ask(address, '/v1/stream/1?offset=-1&live=sse', { headers })).body).toBe('inside')
  expect(asked).toEqual(['GET /v1/stream/1?offset=-1&live=sse'])
  expect((await ask(address, '/healthz', { headers })).status).toBe(200)
})
