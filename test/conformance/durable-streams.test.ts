import { runConformanceTests } from '@durable-streams/server-conformance-tests'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { startSingle, type Single } from '../support/single.ts'

// The protocol's own suite, whole but for subscriptions: docs/decisions says why Holdfast has none.
describe('Durable Streams', () => {
  const options = { baseUrl: '', longPollTimeoutMs: 5_000, subscriptions: false }
  let server: Single
  let dataDir: string

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'holdfast-streams-'))
    server = await startSingle('server', ['--server-port', '0'], {
      DATA_DIR: dataDir,
      LOOK: 'false',
      LONG_POLL_MS: '1000',
    })
    options.baseUrl = server.address
  })
  afterAll(async () => {
    server.signal('SIGTERM')
    await server.exited
    await rm(dataDir, { recursive: true })
  })

  runConformanceTests(options)
})
