import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { answering, openHttpServer } from '../../../../test/fixtures/http-server.ts'
import { manualClock } from '../../../../test/support/clock.ts'
import { look } from './look.ts'

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function serve(answers: Readonly<Record<string, unknown>>): Promise<number> {
  const server = await openHttpServer(answering(answers))
  closing.push(server.close)
  return server.port
}

function models(owner: string, ...ids: readonly string[]) {
  return { object: 'list', data: ids.map((id) => ({ id, object: 'model', owned_by: owner })) }
}

function lookAt(...ports: readonly number[]) {
  return look(ports, { clock: manualClock(), signal: new AbortController().signal })
}

/** What the programs answer, as their documentation and sources have it. */
const programs = [
  ['Ollama', { '/v1/models': models('library', 'llama3.2:latest'), '/api/version': { version: '0.12.0' } }],
  ['llama.cpp', { '/v1/models': models('llamacpp', 'story.gguf'), '/props': { default_generation_settings: {} } }],
  [
    'LM Studio',
    { '/v1/models': models('organization_owner', 'granite'), '/api/v1/models': { models: [{ key: 'granite' }] } },
  ],
  [
    'LM Studio',
    { '/v1/models': models('organization_owner', 'granite'), '/api/v0/models': { data: [{ state: 'loaded' }] } },
  ],
  ['vLLM', { '/v1/models': models('vllm', 'Qwen/Qwen2.5-0.5B'), '/version': { version: '0.22.0' } }],
  [
    'KoboldCpp',
    { '/v1/models': models('user', 'kobold'), '/api/extra/version': { result: 'KoboldCpp', version: '1.100' } },
  ],
] as const

test.for(programs)('%s is known by what it answers', async ([program, answers]) => {
  const port = await serve(answers)
  const model = answers['/v1/models'].data[0]?.id ?? ''
  expect(await lookAt(port)).toEqual([{ name: `${program}: ${model}`, baseURL: `http://127.0.0.1:${port}/v1`, model }])
})

test('all models that write are found, on all ports, and a server we do not know goes by its address', async () => {
  const one = await serve({ '/v1/models': models('someone', 'a', 'nomic-embed-text', 'b') })
  const two = await serve({ '/v1/models': models('vllm', 'c') })
  const found = await lookAt(one, two)
  expect(found.map(({ name }) => name)).toEqual([`127.0.0.1:${one}: a`, `127.0.0.1:${one}: b`, 'vLLM: c'])
})

test('other programs, and ports where nothing listens, are no model servers', async () => {
  const page = await openHttpServer((_, response) => response.end('<!DOCTYPE html><title>My router</title>'))
  const gone = await openHttpServer(() => undefined)
  await gone.close()
  closing.push(page.close)
  expect(await lookAt(page.port, gone.port, await serve({}), await serve({ '/v1/models': { models: [] } }))).toEqual([])
})

test('who does not answer is not waited for', async () => {
  const clock = manualClock()
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const silent = createServer((socket) => socket.on('data', () => resolve()).on('error', () => undefined))
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  closing.push(() => new Promise((closed) => silent.close(() => closed())))
  const address = silent.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const looking = look([port], { clock, signal: new AbortController().signal })
  await asked
  await clock.advance(300)
  expect(await looking).toEqual([])
})
