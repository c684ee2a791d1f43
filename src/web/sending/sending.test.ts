import { createServer, type Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { Accepted } from '#protocol/chats.ts'
import { problem, problemType, type Problem } from '#protocol/problem.ts'
import { serverOver } from '../api/server.ts'
import { memoryShelf, testMeans, type TestMeans } from '../test-means.ts'
import { forgetTurn, keepTurn, keptTurns, type PendingTurn } from './pending-turns.ts'
import { Sending } from './sending.ts'

const chatId = '01a20f82-5ffd-7399-b3a4-58206148884e'
const pending: PendingTurn = {
  chatId,
  isNewChat: false,
  turn: { id: '01a20f82-5ffd-7399-b3a4-000000000001', parentId: null, text: 'Once', model: 'narrator' },
  draft: chatId,
}
const accepted: Accepted = {
  messageId: '01a20f82-5ffd-7399-b3a4-000000000002',
  replyId: '01a20f82-5ffd-7399-b3a4-000000000003',
  stream: '/v1/stream/01a20f82-5ffd-7399-b3a4-000000000003',
}

let server: Server | null = null
let stop = new AbortController()

afterEach(async () => {
  stop.abort()
  stop = new AbortController()
  server?.closeAllConnections()
  await new Promise((resolve) => (server === null ? resolve(undefined) : server.close(resolve)))
  server = null
})

interface Asked {
  readonly path: string
  readonly body: unknown
}

/** Answers one request after the other; `cut` takes the request and breaks the connection without an answer. */
async function serve(
  answers: readonly ('cut' | Problem | object)[],
  shelf = memoryShelf(),
): Promise<{ means: TestMeans; asked: Asked[] }> {
  const asked: Asked[] = []
  const opened = createServer((request, response) => {
    let text = ''
    request.on('data', (piece) => (text += String(piece)))
    request.on('end', () => {
      const answer = answers[Math.min(asked.length, answers.length - 1)]
      asked.push({ path: request.url ?? '', body: JSON.parse(text) })
      if (answer === 'cut' || answer === undefined) return void response.destroy()
      const status = 'status' in answer ? answer.status : 202
      response.writeHead(status, { 'content-type': status >= 400 ? problemType : 'application/json' })
      response.end(JSON.stringify(answer))
    })
  })
  server = opened
  await new Promise<void>((resolve) => opened.listen(0, '127.0.0.1', resolve))
  const address = opened.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { means: testMeans((path, request) => fetch(`http://127.0.0.1:${port}${path}`, request), shelf), asked }
}

interface Sent {
  readonly sending: Sending
  readonly outcome: Promise<Accepted | Problem>
}

function sendingOver(means: TestMeans): Sent {
  const { promise, resolve } = Promise.withResolvers<Accepted | Problem>()
  const listener = {
    onAccepted: (_: PendingTurn, answer: Accepted) => resolve(answer),
    onRefused: (_: PendingTurn, refusal: Problem) => resolve(refusal),
  }
  return { sending: new Sending(means, serverOver(means), listener, stop.signal), outcome: promise }
}

describe('sending a turn', () => {
  test('it is sent under the same id until the server has accepted it, whatever is lost on the way', async () => {
    const { means, asked } = await serve(['cut', problem('origin-refused', { retryAfterMs: 1 }), 'cut', accepted])
    const { sending, outcome } = sendingOver(means)
    sending.send(pending)
    expect(await outcome).toEqual(accepted)
    expect(asked.map(({ body }) => body)).toEqual(Array.from({ length: 4 }, () => pending.turn))
  })

  test('it is kept until then, and forgotten afterwards', async () => {
    const shelf = memoryShelf()
    const { means } = await serve([accepted], shelf)
    const { sending, outcome } = sendingOver(means)
    sending.send(pending)
    expect(keptTurns(shelf)).toEqual([pending])
    await outcome
    expect(keptTurns(shelf)).toEqual([])
  })

  test('a refused turn is not sent again', async () => {
    const { means, asked } = await serve([problem('body-too-large')])
    const { sending, outcome } = sendingOver(means)
    sending.send(pending)
    expect(await outcome).toMatchObject({ fault: 'body-too-large', side: 'you' })
    expect(asked).toHaveLength(1)
  })

  test('while the server is away the page knows why', async () => {
    const { means } = await serve([problem('origin-refused', { retryAfterMs: 3_600_000 })])
    const { sending } = sendingOver(means)
    sending.send(pending)
    await expect.poll(() => sending.turns.value[0]?.trouble.value?.fault).toBe('origin-refused')
  })

  test('a new chat is made under the id that the page chose, and then its first turn is sent', async () => {
    const chat = { id: chatId, title: null, createdAt: 1, updatedAt: 1, head: null }
    const { means, asked } = await serve([chat, accepted])
    const { sending, outcome } = sendingOver(means)
    sending.send({ ...pending, isNewChat: true })
    await outcome
    expect(asked).toEqual([
      { path: '/api/chats', body: { id: chatId } },
      { path: `/api/chats/${chatId}/turns`, body: pending.turn },
    ])
  })

  test('what was on its way when the page was closed is taken up again', async () => {
    const shelf = memoryShelf()
    keepTurn(shelf, pending)
    const { means, asked } = await serve([accepted], shelf)
    const { sending, outcome } = sendingOver(means)
    sending.resume()
    expect(await outcome).toEqual(accepted)
    expect(asked[0]?.body).toEqual(pending.turn)
  })
})

describe('keeping turns', () => {
  test('they come back oldest first, and what cannot be read is no turn', () => {
    const shelf = memoryShelf()
    const younger = { ...pending, turn: { ...pending.turn, id: '01a20f82-5ffd-7399-b3a4-00000000000f' } }
    keepTurn(shelf, younger)
    keepTurn(shelf, pending)
    shelf.put('holdfast:turn:0', '{"half":')
    expect(keptTurns(shelf)).toEqual([pending, younger])
    forgetTurn(shelf, pending)
    expect(keptTurns(shelf)).toEqual([younger])
  })
})
