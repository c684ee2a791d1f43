import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { NewBackend } from '#protocol/backends.ts'
import { openFakeBackend } from '../../../test/fixtures/fake-backend/server.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { checked } from './connect.ts'

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

function check(backend: NewBackend) {
  return checked(backend, { clock: manualClock(), signal: new AbortController().signal })
}

async function fake(...models: readonly string[]) {
  const backend = await openFakeBackend({ models })
  closing.push(backend.close)
  return { ...backend, host: new URL(backend.address).host }
}

describe('an address', () => {
  test('brings every model that its server lists', async () => {
    const { baseURL, host } = await fake('one', 'two')
    expect(await check({ baseURL, apiKey: 'sk-1' })).toEqual({
      ok: true,
      value: [
        { name: `${host}: one`, baseURL, model: 'one', apiKey: 'sk-1' },
        { name: `${host}: two`, baseURL, model: 'two', apiKey: 'sk-1' },
      ],
    })
  })

  test('with a name and a model is called by the name', async () => {
    const { baseURL } = await fake('one', 'two:latest')
    expect(await check({ baseURL, name: 'mine', model: 'two' })).toEqual({
      ok: true,
      value: [{ name: 'mine', baseURL, model: 'two:latest' }],
    })
  })

  test('may lack its /v1', async () => {
    const { address, baseURL } = await fake('one')
    expect(await check({ baseURL: `${address}/` })).toMatchObject({ ok: true, value: [{ baseURL, model: 'one' }] })
  })

  test('that does not list the model is told which it lists', async () => {
    const { baseURL } = await fake('one', 'two')
    expect(await check({ baseURL, model: 'three' })).toEqual({
      ok: false,
      error: { fault: 'backend-rejected', because: 'it has no model `three`, but one, two' },
    })
  })

  test.for([
    [200, '<!DOCTYPE html><title>Welcome</title>', 'backend-not-a-model'],
    [200, '{"hello":"world"}', 'backend-not-a-model'],
    [404, '<!DOCTYPE html><title>Not found</title>', 'backend-not-a-model'],
    [401, '{"error":{"message":"no key"}}', 'backend-key-refused'],
    [503, '{"error":{"message":"Loading model"}}', 'backend-busy'],
    [500, 'oops', 'backend-failed'],
  ] as const)('that answers %i %s is %s', async ([status, body, fault]) => {
    const server = await openHttpServer((_, response) => response.writeHead(status).end(body))
    closing.push(server.close)
    expect(await check({ baseURL: `${server.address}/v1`, apiKey: 'sk-1' })).toMatchObject({
      ok: false,
      error: { fault },
    })
  })

  test('where nothing listens is refused', async () => {
    const gone = await openFakeBackend()
    await gone.close()
    expect(await check({ baseURL: gone.baseURL })).toEqual({
      ok: false,
      error: { fault: 'backend-refused', because: 'ECONNREFUSED' },
    })
  })
})

describe('a file', () => {
  test('is called by its name when it begins like a GGUF, and refused when not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-connect-'))
    closing.push(() => rm(folder, { recursive: true }))
    const good = join(folder, 'story.gguf')
    const page = join(folder, 'page.gguf')
    await writeFile(good, 'GGUF and more')
    await writeFile(page, '<!DOCTYPE html>')
    expect(await check({ file: good })).toEqual({ ok: true, value: [{ name: 'story', file: good }] })
    for (const file of [page, folder, join(folder, 'missing.gguf')]) {
      expect(await check({ file })).toMatchObject({ ok: false, error: { fault: 'model-file-unusable' } })
    }
  })
})
