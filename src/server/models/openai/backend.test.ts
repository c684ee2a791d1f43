import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { RemoteBackend } from '#protocol/backends.ts'
import type { FaultId } from '#protocol/faults.ts'
import { openHttpServer, type HttpServer } from '../../../../test/fixtures/http-server.ts'
import type { Clock } from '#shared/clock.ts'
import { realClock } from '../../../../test/fixtures/real-clock.ts'
import { manualClock } from '../../../../test/support/clock.ts'
import { openFakeBackend, type FakeBackend, type FakeOptions } from '../../../../test/fixtures/fake-backend/server.ts'
import type { Backend, Piece, WriteRequest } from '../port.ts'
import { openRemoteBackend } from './backend.ts'
import { openCrowd } from './crowd.ts'

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function fake(options: FakeOptions = {}): Promise<FakeBackend> {
  const opened = await openFakeBackend(options)
  closing.push(opened.close)
  return opened
}

function remote(
  settings: Partial<RemoteBackend> & { readonly baseURL: string },
  clock: Clock = manualClock(),
  crowd = openCrowd(100, clock),
): Backend {
  const backend = openRemoteBackend({
    settings: { name: 'test', model: 'fake', ...settings },
    source: 'configured',
    clock,
    crowd,
  })
  closing.push(backend.close)
  return backend
}

function request(changes: Partial<WriteRequest> = {}): WriteRequest {
  return {
    replyId: '0198f000-0000-7000-8000-000000000001',
    epoch: 1,
    messages: [
      { role: 'system', text: 'You tell stories.' },
      { role: 'user', text: 'Tell me one.' },
    ],
    written: [],
    tokens: changes.written?.length ?? 0,
    signal: new AbortController().signal,
    ...changes,
  }
}

async function pieces(backend: Backend, changes: Partial<WriteRequest> = {}): Promise<readonly Piece[]> {
  const told: Piece[] = []
  for await (const piece of backend.write(request(changes))) told.push(piece)
  return told
}

function tokensOf(told: readonly Piece[]): number {
  return told.reduce((sum, piece) => (piece.kind === 'token' ? sum + (piece.count ?? 1) : sum), 0)
}

function textOf(told: readonly Piece[]): string {
  return told.map((piece) => (piece.kind === 'token' ? piece.text : '')).join('')
}

function story(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, index) => `${from + index === 0 ? '' : ' '}t${from + index}`).join('')
}

function written(text: string): WriteRequest['written'] {
  return (text.match(/^\S+|\s\S*/g) ?? []).map((token) => ({ text: token }))
}

function failure(told: readonly Piece[]) {
  const last = told.at(-1)
  return last?.kind === 'failed' ? last.failure : undefined
}

describe('a reply from its beginning', () => {
  test('comes whole, with one beginning, one end and the numbers', async () => {
    const { baseURL } = await fake({ behaviour: { tokens: 60 } })
    const told = await pieces(remote({ baseURL }))
    expect(told[0]).toEqual({ kind: 'began', way: null })
    expect(textOf(told)).toBe(story(0, 60))
    expect(told.at(-1)).toEqual({
      kind: 'end',
      finish: 'stop',
      usage: { promptTokens: 10, completionTokens: 60 },
    })
    expect(tokensOf(told)).toBe(60)
  })

  test('sends the key, and only to whom it belongs', async () => {
    const seen: (string | undefined)[] = []
    const { address } = await serve((incoming, response) => {
      seen.push(incoming.headers.authorization)
      response.writeHead(500).end()
    })
    await pieces(remote({ baseURL: `${address}/v1`, apiKey: 'sk-secret' }))
    await pieces(remote({ baseURL: `${address}/v1` }))
    expect(seen).toEqual(['Bearer sk-secret', undefined])
  })

  test('is asked for again without `stream_options` by a back end that refuses them, and never with them again', async () => {
    const { baseURL, requests } = await fake({ behaviour: { strict: true } })
    const backend = remote({ baseURL })
    expect(textOf(await pieces(backend))).toBe(story(0, 20))
    expect(textOf(await pieces(backend))).toBe(story(0, 20))
    expect(requests().map(({ status }) => status)).toEqual([400, 200, 200])
  })

  test('tells a length that was asked for from a context that is full', async () => {
    const { baseURL, change } = await fake({ behaviour: { tokens: 50 } })
    expect((await pieces(remote({ baseURL, maxTokens: 7 }))).at(-1)).toMatchObject({ finish: 'length' })
    change({ contextTokens: 30 })
    expect((await pieces(remote({ baseURL }))).at(-1)).toMatchObject({ finish: 'context-full' })
  })

  test('needs no [DONE]', async () => {
    const { baseURL } = await fake({ behaviour: { fault: 'no-done' } })
    const told = await pieces(remote({ baseURL }))
    expect(textOf(told)).toBe(story(0, 20))
    expect(told.at(-1)).toMatchObject({ kind: 'end', finish: 'stop' })
  })

  test('is finished although the connection stays open after the finish', async () => {
    const { address } = await serve((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('data: {"choices":[{"delta":{"content":"Once"},"finish_reason":"stop"}]}\n\n')
    })
    const clock = manualClock()
    const told = pieces(remote({ baseURL: `${address}/v1` }, clock))
    await clock.waiting(1)
    await clock.advance(2_000)
    expect((await told).map(({ kind }) => kind)).toEqual(['began', 'token', 'end'])
  })

  test('leaves out what a model thinks, and joins a character that was cut in two', async () => {
    const { address } = await serve((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('data: {"choices":[{"delta":{"role":"assistant","content":null}}]}\n\n')
      response.write('data: {"choices":[{"delta":{"reasoning_content":"Hmm."}}]}\n\n')
      response.write('data: {"choices":[{"delta":{"content":"A fox \\ud83e"}}]}\n\n')
      response.write('data: {"choices":[{"delta":{"content":"\\udd8a!"}}]}\n\n')
      response.end('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n')
    })
    const told = await pieces(remote({ baseURL: `${address}/v1` }))
    expect(told.filter(({ kind }) => kind === 'token')).toEqual([
      { kind: 'token', text: 'A fox ' },
      { kind: 'token', text: '🦊!' },
    ])
  })
})

describe('a back end that fails', () => {
  test.for<readonly [fault: NonNullable<FakeOptions['behaviour']>['fault'], expected: FaultId, shown: number]>([
    ['reset', 'backend-cut', 5],
    ['clean-end', 'backend-cut', 5],
    ['done-without-finish', 'backend-cut', 5],
    ['error-event', 'backend-failed', 5],
    ['long-line', 'backend-flooded', 5],
    ['content-filter', 'backend-declined', 5],
    ['http-400', 'backend-rejected', 0],
    ['http-401', 'backend-key-refused', 0],
    ['http-404', 'backend-rejected', 0],
    ['http-422', 'backend-rejected', 0],
    ['http-429', 'backend-busy', 0],
    ['http-500', 'backend-failed', 0],
    ['http-503', 'backend-failed', 0],
    ['loading', 'backend-busy', 0],
    ['context-length', 'prompt-too-long', 0],
    ['context-size', 'prompt-too-long', 0],
    ['content-policy', 'backend-declined', 0],
    ['html', 'backend-not-a-model', 0],
    ['html-502', 'backend-failed', 0],
    ['empty', 'backend-empty', 0],
    ['only-done', 'backend-empty', 0],
    ['reset-before-headers', 'backend-cut', 0],
  ])('%s is told as %s, after what came before it', async ([fault, expected, shown]) => {
    const { baseURL, requests } = await fake({ behaviour: { fault: fault ?? null, at: 5 } })
    const told = await pieces(remote({ baseURL }))
    expect(failure(told)?.fault).toBe(expected)
    // A reset may overtake what was sent before it.
    if (fault === 'reset') expect(story(0, shown)).toContain(textOf(told))
    else expect(textOf(told)).toBe(story(0, shown))
    expect(told.filter(({ kind }) => kind === 'failed')).toHaveLength(1)
    expect(requests()).toHaveLength(1)
  })

  test('is asked to say no more when a line has no end', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>()
    const { address } = await serve((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.on('close', resolve)
      const pour = (): void => {
        while (response.write(Buffer.alloc(64 * 1024, 'x')));
        response.once('drain', pour)
      }
      pour()
    })
    expect(failure(await pieces(remote({ baseURL: `${address}/v1` })))?.fault).toBe('backend-flooded')
    await closed
  })

  test.for([
    ['2', 2_000],
    ['1.5', 1_500],
    [new Date(manualClock().now() + 5_000).toUTCString(), 5_000],
    [new Date(0).toUTCString(), 0],
  ] as const)('is left alone for as long as it asks: Retry-After %s', async ([retryAfter, expected]) => {
    const { baseURL } = await fake({ behaviour: { fault: 'http-429', retryAfter } })
    expect(failure(await pieces(remote({ baseURL })))?.retryAfterMs).toBe(expected)
  })

  test('is asked again soon while it loads its model', async () => {
    const { baseURL } = await fake({ behaviour: { fault: 'loading' } })
    expect(failure(await pieces(remote({ baseURL })))?.retryAfterMs).toBeGreaterThan(0)
  })

  test('gives its own reason when it declines', async () => {
    const { baseURL } = await fake({ behaviour: { fault: 'content-policy' } })
    expect(failure(await pieces(remote({ baseURL })))?.because).toContain('rejected as a result of our safety system')
  })

  test('is refused when nothing listens, and unresolved when its name leads nowhere', async () => {
    const gone = await openFakeBackend()
    await gone.close()
    expect(failure(await pieces(remote({ baseURL: gone.baseURL })))).toEqual({
      fault: 'backend-refused',
      because: 'ECONNREFUSED',
    })
    expect(failure(await pieces(remote({ baseURL: 'http://model.invalid/v1' })))?.fault).toBe('backend-unresolved')
  })

  test('is no model when it does not speak HTTP', async () => {
    const { address } = await serve((incoming) => incoming.socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    expect(failure(await pieces(remote({ baseURL: `${address}/v1` })))?.fault).toBe('backend-not-a-model')
  })

  test('is no model when it answers with something else than events', async () => {
    const { address } = await serve((_, response) => response.end('hello\nworld\n'))
    expect(failure(await pieces(remote({ baseURL: `${address}/v1` })))?.fault).toBe('backend-not-a-model')
  })

  test('may say so in the way of Ollama, in a bare line', async () => {
    const { address } = await serve((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.end(
        'data: {"choices":[{"delta":{"content":"Once"}}]}\n\n{"error":"model runner has unexpectedly stopped"}\n',
      )
    })
    const told = await pieces(remote({ baseURL: `${address}/v1` }))
    expect(failure(told)).toEqual({
      fault: 'backend-failed',
      because: 'error in the stream: model runner has unexpectedly stopped',
    })
  })

  test('never makes its key known', async () => {
    const { address } = await serve((incoming, response) => {
      response.writeHead(401, { 'Content-Type': 'application/json' })
      response.end(JSON.stringify({ error: { message: `wrong key: ${incoming.headers.authorization}` } }))
    })
    const told = await pieces(remote({ baseURL: `${address}/v1`, apiKey: 'sk-very-secret-indeed' }))
    expect(failure(told)?.because).toContain('wrong key')
    expect(JSON.stringify(told)).not.toContain('secret')
    const backend = remote({ baseURL: 'http://user:secret@127.0.0.1:1/v1?key=secret', apiKey: 'secret' })
    expect(JSON.stringify(backend.info)).not.toContain('secret')
  })
})

describe('a stream with something unreadable in it', () => {
  test('goes on after an event that is no JSON', async () => {
    const { baseURL } = await fake({ behaviour: { fault: 'broken-json', at: 9 } })
    const told = await pieces(remote({ baseURL }))
    expect(textOf(told)).toBe(story(0, 20))
    expect(told.filter(({ kind }) => kind === 'garbled')).toHaveLength(1)
  })

  test('shows a mark for bytes that are no characters', async () => {
    const { baseURL } = await fake({ behaviour: { fault: 'invalid-utf8', at: 9 } })
    const told = await pieces(remote({ baseURL }))
    expect(textOf(told)).toBe(`${story(0, 9)} \uFFFD${story(9, 20)}`)
    expect(told.filter(({ kind }) => kind === 'garbled')).toHaveLength(1)
  })
})

describe('an abort', () => {
  test.for(['no-answer', 'silence'] as const)(
    'ends a stream that says nothing (%s), without an end or a failure',
    async (fault) => {
      const { baseURL, requests } = await fake({ behaviour: { fault, at: 3 } })
      const stop = new AbortController()
      const told: Piece[] = []
      const writing = (async () => {
        for await (const piece of remote({ baseURL }).write(request({ signal: stop.signal }))) told.push(piece)
      })()
      await expect.poll(() => requests().length).toBe(1)
      if (fault === 'silence') await expect.poll(() => tokensOf(told)).toBe(3)
      stop.abort()
      await writing
      expect(told.some(({ kind }) => kind === 'end' || kind === 'failed')).toBe(false)
      await expect.poll(() => requests()[0]?.ended).toBe('gone')
    },
  )

  test('before anything was asked asks nothing', async () => {
    const { baseURL, requests } = await fake()
    expect(await pieces(remote({ baseURL }), { signal: AbortSignal.abort() })).toEqual([])
    expect(requests()).toHaveLength(0)
  })

  test('ends a stream that goes on, in the middle of what has come', async () => {
    const { baseURL } = await fake({ behaviour: { tokens: 1_000 } })
    const stop = new AbortController()
    const told: Piece[] = []
    for await (const piece of remote({ baseURL }).write(request({ signal: stop.signal }))) {
      if (told.push(piece) === 3) stop.abort()
    }
    expect(story(0, 1_000).startsWith(textOf(told))).toBe(true)
    expect(told.some(({ kind }) => kind === 'end' || kind === 'failed')).toBe(false)
  })

  test('is not needed: who stops reading frees the back end too', async () => {
    const { baseURL, requests } = await fake({ behaviour: { everyMs: 20, tokens: 10_000 } })
    for await (const piece of remote({ baseURL }).write(request())) if (piece.kind === 'token') break
    await expect.poll(() => requests()[0]?.ended).toBe('gone')
  })
})

describe('going on', () => {
  const settings = ['prefill', 'flags', 'no-flags', 'echoes', 'echoes-in-pieces', 'refuses', 'ignores'] as const
  const cases = settings.flatMap((prefill) =>
    ([['anew'], ['goes-on'], ['repeats-end']] as const).map(([asked]) => ({ prefill, asked })),
  )

  test.for(cases)('gives each word once: $prefill, $asked', async ({ prefill, asked }) => {
    const { baseURL, requests } = await fake({ behaviour: { tokens: 60, prefill, asked } })
    const told = await pieces(remote({ baseURL }), { written: written(story(0, 40)) })
    expect(textOf(told)).toBe(story(40, 60))
    expect(told.filter(({ kind }) => kind === 'began')).toHaveLength(1)
    expect(told.at(-1)).toMatchObject({ kind: 'end', finish: 'stop' })
    // The conversation is left alone, whatever the way.
    const hashes = new Set(requests().map(({ systemHash, conversationHash }) => systemHash + conversationHash))
    expect(hashes.size).toBe(1)
  })

  test.for([
    ['prefill', 'continue-final-message'],
    ['no-flags', 'prefill'],
    ['refuses', 'asked'],
  ] as const)('names the way: %s is %s', async ([prefill, way]) => {
    const { baseURL } = await fake({ behaviour: { tokens: 60, prefill } })
    const told = await pieces(remote({ baseURL }), { written: written(story(0, 40)) })
    expect(told[0]).toEqual({ kind: 'began', way })
  })

  test('does not ask again in a way that was refused in so many words', async () => {
    const { baseURL, requests } = await fake({ behaviour: { tokens: 60, prefill: 'refuses' } })
    const backend = remote({ baseURL })
    await pieces(backend, { written: written(story(0, 40)) })
    await pieces(backend, { written: written(story(0, 50)) })
    expect(requests().map(({ status }) => status)).toEqual([400, 400, 200, 200])
  })

  test('uses a raw completion where a template is set', async () => {
    const { baseURL, requests } = await fake({ behaviour: { tokens: 60 } })
    const backend = remote({ baseURL, continuation: 'completion', template: 'chatml' })
    const told = await pieces(backend, {
      messages: [{ role: 'user', text: 'write 60 tokens' }],
      written: written(story(0, 40)),
    })
    expect(told[0]).toEqual({ kind: 'began', way: 'completion' })
    expect(textOf(told)).toBe(story(40, 60))
    expect(requests()[0]).toMatchObject({ path: '/v1/completions', way: 'completion', isExact: true, first: 39 })
  })

  test('after half a word ends the word', async () => {
    const { baseURL } = await fake({ behaviour: { tokens: 60 } })
    const told = await pieces(remote({ baseURL }), { written: written(`${story(0, 40)} t4`) })
    expect(textOf(told)).toBe(`0${story(41, 60)}`)
  })

  test('after white space neither doubles nor loses a space', async () => {
    const { baseURL } = await fake({ behaviour: { tokens: 60 } })
    const told = await pieces(remote({ baseURL }), { written: written(`${story(0, 40)} `) })
    expect(textOf(told)).toBe(story(40, 60).slice(1))
  })

  test('keeps the shown words where the back end would write others, and asks again with them', async () => {
    const { baseURL, requests } = await fake({ behaviour: { tokens: 60, salted: true } })
    const shown = story(0, 40).replaceAll(/t\d+/g, '$&#7')
    const told = await pieces(remote({ baseURL }), { written: written(shown) })
    expect(textOf(told)).toBe(story(40, 60).replaceAll(/t\d+/g, '$&#2'))
    expect(requests().map(({ first }) => first)).toEqual([39, 40])
  })

  test('asks for as many tokens as are left, and for none when none are', async () => {
    const { baseURL, requests } = await fake({ behaviour: { tokens: 60 } })
    const backend = remote({ baseURL, maxTokens: 45 })
    await pieces(backend, { written: written(story(0, 40)) })
    expect(requests()[0]?.maxTokens).toBe(5)
    const told = await pieces(backend, { written: written(story(0, 45)) })
    expect(told.map(({ kind }) => kind)).toEqual(['began', 'end'])
    expect(requests()).toHaveLength(1)
  })

  test('counts tokens, not the pieces they are kept in', async () => {
    const { baseURL, requests } = await fake({ behaviour: { tokens: 60 } })
    const kept = { written: [{ text: story(0, 40) }], tokens: 40 }
    const told = await pieces(remote({ baseURL, maxTokens: 45 }), kept)
    expect(requests()[0]?.maxTokens).toBe(5)
    expect(told.at(-1)).toMatchObject({ kind: 'end', usage: { completionTokens: 40 + tokensOf(told) } })
    expect((await pieces(remote({ baseURL, maxTokens: 40 }), kept)).map(({ kind }) => kind)).toEqual(['began', 'end'])
  })

  test('tells the failure of the last way, when all others were refused', async () => {
    const { baseURL } = await fake({ behaviour: { fault: 'http-400' } })
    const told = await pieces(remote({ baseURL }), { written: written(story(0, 10)) })
    expect(told.map(({ kind }) => kind)).toEqual(['failed'])
  })
})

describe('a crowd', () => {
  test('is written whole and in order, in fewer pieces than tokens', async () => {
    const { baseURL } = await fake({ behaviour: { tokens: 60, everyMs: 5 } })
    const crowd = openCrowd(100, realClock)
    const backend = remote({ baseURL }, realClock, crowd)
    const leaves = Array.from({ length: 100 }, crowd.join)
    const replies = await Promise.all(Array.from({ length: 20 }, () => pieces(backend)))
    for (const leave of leaves) leave()
    for (const told of replies) {
      expect(textOf(told)).toBe(story(0, 60))
      expect(told.at(-1)).toMatchObject({ kind: 'end', finish: 'stop' })
      expect(told.length).toBeLessThan(40)
    }
  })

  test('counts the tokens that came together', async () => {
    const { baseURL } = await fake({ behaviour: { tokens: 60, everyMs: 5 } })
    const crowd = openCrowd(100, realClock)
    const leaves = Array.from({ length: 100 }, crowd.join)
    const told = await pieces(remote({ baseURL }, realClock, crowd))
    for (const leave of leaves) leave()
    expect(tokensOf(told)).toBe(60)
    expect(told.length).toBeLessThan(40)
  })

  test('is heard to its failure', async () => {
    const { baseURL } = await fake({ behaviour: { tokens: 60, everyMs: 5, fault: 'reset', at: 20 } })
    const crowd = openCrowd(100, realClock)
    const leaves = Array.from({ length: 100 }, crowd.join)
    const told = await pieces(remote({ baseURL }, realClock, crowd))
    for (const leave of leaves) leave()
    // A reset may take what was not read yet; it is written again.
    expect(story(0, 20).startsWith(textOf(told))).toBe(true)
    expect(failure(told)?.fault).toBe('backend-cut')
  })
})

async function serve(listener: RequestListener): Promise<HttpServer> {
  const server = await openHttpServer(listener)
  closing.push(server.close)
  return server
}
