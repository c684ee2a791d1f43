import { stream } from '@durable-streams/client'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replyEventSchema, textOf, type ReplyEvent } from '../../src/protocol/events.ts'
import { openFakeBackend } from '../fixtures/fake-backend/server.ts'
import { startSingle } from '../support/single.ts'
import { writerAt } from '../support/writer.ts'

test.for([true, 'long-poll', 'sse'] as const)(
  "the protocol's own client reads a reply to its end (live: %s)",
  async (live) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-client-'))
    const fake = await openFakeBackend({ behaviour: { tokens: 40, everyMs: 5 } })
    const server = await startSingle('server', ['--server-port', '0'], {
      DATA_DIR: dataDir,
      LOOK: 'false',
      BACKENDS: JSON.stringify([{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }]),
    })
    const writer = writerAt(server.address)
    const accepted = await writer.send(await writer.newChat(), 'write on')

    const reading = await stream({ url: server.address + accepted.stream, offset: '-1', live })
    const events: ReplyEvent[] = []
    for await (const item of reading.jsonStream()) events.push(replyEventSchema.parse(item))
    expect(textOf(events)).toBe(Array.from({ length: 40 }, (_, n) => `t${n}`).join(' '))
    expect(events.at(-1)).toMatchObject({ t: 'done', reason: 'done' })

    server.signal('SIGTERM')
    expect(await server.exited).toBe(0)
    await fake.close()
    await rm(dataDir, { recursive: true })
  },
)
