import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { textOf } from '../../src/protocol/events.ts'
import { openFakeBackend } from '../fixtures/fake-backend/server.ts'
import { until } from '../support/house.ts'
import { startSingle } from '../support/single.ts'
import { writerAt } from '../support/writer.ts'

const tokens = 120

test('a server that slept through its lease finds another writing, and adds nothing', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-zombie-'))
  const fake = await openFakeBackend({ behaviour: { tokens, everyMs: 15, salted: true } })
  const settings = {
    DATA_DIR: dataDir,
    LOOK: 'false',
    LEASE_MS: '600',
    BACKENDS: JSON.stringify([{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }]),
  }
  const old = await startSingle('server', ['--server-port', '0'], settings)
  const { stream } = await writerAt(old.address).send(await writerAt(old.address).newChat(), 'write on')
  const writtenSoFar = async (address: string): Promise<number> => (await writerAt(address).readWhole(stream)).length
  await until(async () => (await writtenSoFar(old.address)) > 10)

  // It lives, so nobody may take its job before the lease has run out; then somebody must.
  old.signal('SIGSTOP')
  const young = await startSingle('server', ['--server-port', '0'], settings)
  const stopped = await writtenSoFar(young.address)
  const reading = writerAt(young.address).follow(stream)
  await until(async () => (await writtenSoFar(young.address)) > stopped + 10)
  old.signal('SIGCONT')

  const { text, done, events } = await reading
  expect(text.replaceAll(/#\d+/g, '')).toBe(Array.from({ length: tokens }, (_, n) => `t${n}`).join(' '))
  expect(done.reason).toBe('done')
  expect(events.filter(({ t }) => t === 'seam')).toHaveLength(1)
  // Both servers tell the same story of it, and the old one knows that it is no longer its own.
  expect(textOf(await writerAt(old.address).readWhole(stream))).toBe(text)
  await until(() => old.log().some((line) => /job-fenced/.test(line)))

  for (const server of [old, young]) server.signal('SIGTERM')
  expect(await Promise.all([old.exited, young.exited])).toEqual([0, 0])
  await fake.close()
  await rm(dataDir, { recursive: true })
})
