import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { narratorLabel, narratorName, type BackendSettings, type RemoteBackend } from '#protocol/backends.ts'
import { openFakeBackend } from '../../../test/fixtures/fake-backend/server.ts'
import { keptLog } from '../../../test/fixtures/kept-log.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { checked } from './connect.ts'
import { fileMemory } from './memory.ts'
import { openRemoteBackend } from './openai/backend.ts'
import { openCrowd } from './openai/crowd.ts'
import type { Backend } from './port.ts'
import { Registry } from './registry.ts'

const closing: (() => Promise<unknown>)[] = []
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-registry-'))
})

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
  await rm(folder, { recursive: true })
})

interface Given {
  readonly configured?: readonly BackendSettings[]
  readonly looksByItself?: boolean
  readonly look?: (signal: AbortSignal) => Promise<readonly RemoteBackend[]>
}

/** Says whether its engine was begun; it writes nothing here. */
function narrator() {
  let prepared = 0
  return {
    info: {
      name: narratorName,
      kind: 'narrator',
      source: 'built-in',
      model: narratorName,
      at: '',
      label: narratorLabel,
    },
    async *write() {},
    prepare: () => Promise.resolve(void prepared++),
    close: () => Promise.resolve(),
    timesPrepared: () => prepared,
  } as const
}

async function open({ configured = [], looksByItself = true, look = async () => [] }: Given = {}) {
  const clock = manualClock()
  const log = keptLog()
  const own = narrator()
  const registry = new Registry({
    configured,
    looksByItself,
    memory: fileMemory(join(folder, 'backends.json'), { clock, log }),
    narrator: own,
    open(settings, source) {
      if ('file' in settings) throw new Error('these tests connect no files')
      return openRemoteBackend({ settings, source, clock, crowd: openCrowd(0, clock) })
    },
    look,
    check: (backend, signal) => checked(backend, { clock, signal }),
    log,
  })
  closing.push(() => registry.close())
  await registry.open()
  return { registry, narrator: own }
}

async function fake(...models: readonly string[]) {
  const backend = await openFakeBackend({ models })
  closing.push(backend.close)
  return backend
}

function remote(name: string): RemoteBackend {
  return { name, baseURL: `http://127.0.0.1:9/${name}`, model: 'm' }
}

function names(backends: readonly Backend[]): readonly string[] {
  return backends.map(({ info }) => info.name)
}

test('where nothing is configured, connected or found, the practice narrator writes, labelled', async () => {
  const { registry, narrator: own } = await open()
  expect(names(await registry.route(null))).toEqual([narratorName])
  expect(registry.list()).toMatchObject({ chosen: narratorName, looking: false, backends: [{ label: narratorLabel }] })
  await expect.poll(own.timesPrepared).toBe(1)
})

test('what is found writes; until then nothing is chosen, and a reply waits', async () => {
  const { promise, resolve } = Promise.withResolvers<readonly RemoteBackend[]>()
  const { registry, narrator: own } = await open({ look: () => promise })
  expect(registry.list()).toMatchObject({ chosen: null, looking: true })
  const routed = registry.route(null)
  resolve([remote('found')])
  expect(names(await routed)).toEqual(['found'])
  expect(registry.list()).toMatchObject({ chosen: 'found', looking: false })
  expect(own.timesPrepared()).toBe(0)
})

test('nothing is looked for where a back end is configured, or where looking is off', async () => {
  const look = () => Promise.reject(new Error('looked'))
  const configured = await open({ configured: [remote('one')], look })
  expect(names(await configured.registry.route(null))).toEqual(['one'])
  const off = await open({ looksByItself: false, look })
  expect(names(await off.registry.route(null))).toEqual([narratorName])
})

test('another real one may take over, the narrator never, and nobody for the narrator', async () => {
  const { registry } = await open({ configured: [remote('one'), remote('two')] })
  expect(names(await registry.route(null))).toEqual(['one', 'two'])
  expect(names(await registry.route('two'))).toEqual(['two', 'one'])
  expect(names(await registry.route(narratorName))).toEqual([narratorName])
  expect(await registry.route('three')).toEqual([])
})

test('what a person connects is there after a restart, until it is forgotten', async () => {
  const { baseURL, address } = await fake('one', 'two')
  const host = new URL(address).host
  const first = await open()
  expect(await first.registry.connect({ baseURL })).toMatchObject({ ok: true, value: [{ source: 'connected' }, {}] })
  await first.registry.close()

  const second = await open({ look: () => Promise.reject(new Error('looked')) })
  expect(names(await second.registry.route(null))).toEqual([`${host}: one`, `${host}: two`])
  expect(await second.registry.disconnect(`${host}: one`)).toBe(true)
  expect(await second.registry.disconnect(`${host}: one`)).toBe(false)
  expect(names(await (await open()).registry.route(null))).toEqual([`${host}: two`])
})

test('what is connected at the same time is all remembered', async () => {
  const { baseURL } = await fake('one', 'two')
  const { registry } = await open()
  await Promise.all(['one', 'two'].map((model) => registry.connect({ baseURL, model, name: model })))
  expect(names(await (await open()).registry.route(null))).toEqual(['one', 'two'])
})

test('connecting under the same name again replaces, but never what the operator configured', async () => {
  const { baseURL } = await fake('one', 'two')
  const { registry } = await open({ configured: [remote('mine')] })
  await registry.connect({ baseURL, model: 'one', name: 'mine' })
  await registry.connect({ baseURL, model: 'two', name: 'mine' })
  const list = registry.list().backends.map(({ name, model }) => [name, model])
  expect(list).toEqual([
    ['mine', 'm'],
    ['mine (2)', 'two'],
    [narratorName, narratorName],
  ])
  expect(await registry.disconnect('mine')).toBe(false)
})

test('what cannot be reached is not connected', async () => {
  const { registry } = await open()
  expect(await registry.connect({ baseURL: 'http://127.0.0.1:9/v1' })).toMatchObject({
    ok: false,
    error: { fault: 'backend-refused' },
  })
  expect(registry.list().backends).toHaveLength(1)
})

test('looking again keeps what is still there, and drops what is gone', async () => {
  let found = [remote('one'), remote('two')]
  const { registry } = await open({ look: () => Promise.resolve(found) })
  const [one] = await registry.route('one')
  found = [remote('one'), remote('three')]
  await registry.look()
  expect(names(await registry.route(null))).toEqual(['one', 'three'])
  expect((await registry.route('one'))[0]).toBe(one)
})

test('what is found and connected too is listed once', async () => {
  const { baseURL } = await fake('one')
  const found = [{ name: 'found: one', baseURL, model: 'one' }]
  const { registry } = await open({ look: () => Promise.resolve(found) })
  await registry.route(null)
  await registry.connect({ baseURL, name: 'mine' })
  await registry.look()
  expect(names(await registry.route(null))).toEqual(['mine'])
})

test('no key is ever listed', async () => {
  const { baseURL } = await fake('one')
  const { registry } = await open()
  const connected = await registry.connect({ baseURL, apiKey: 'sk-very-secret' })
  expect(JSON.stringify([connected, registry.list()])).not.toContain('secret')
})
