import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFakeBackend } from '../../../test/fixtures/fake-backend/server.ts'
import { keptLog } from '../../../test/fixtures/kept-log.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { openModels } from './node.ts'

test('a model server on this machine is found and writes, with nothing configured', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-models-'))
  const fake = await openFakeBackend({ models: ['storyteller'] })
  const port = Number(new URL(fake.address).port)
  const means = { clock: manualClock(), log: keptLog(), ports: [port] }
  const models = await openModels({ backends: [], look: true, dataDir, gatherMs: 0 }, means)

  const [backend] = await models.route(null)
  expect(backend?.info).toMatchObject({ name: `127.0.0.1:${port}: storyteller`, kind: 'remote', source: 'found' })
  const request = {
    replyId: '0198f000-0000-7000-8000-000000000001',
    epoch: 1,
    messages: [{ role: 'user', text: 'write 3 tokens' }],
    written: [],
    tokens: 0,
    signal: new AbortController().signal,
  } as const
  let text = ''
  for await (const piece of backend?.write(request) ?? []) if (piece.kind === 'token') text += piece.text
  expect(text).toBe('t0 t1 t2')

  await models.close()
  await fake.close()
  await rm(dataDir, { recursive: true })
})
