import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ask, nextPart, open } from '../../../test/fixtures/ask.ts'
import { command, type RunningCommand } from '../../../test/fixtures/command.ts'
import { openHttpServer, type HttpServer } from '../../../test/fixtures/http-server.ts'

const toClose: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

async function site(says: string): Promise<HttpServer> {
  const server = await openHttpServer((asked, response) => {
    response.write(says)
    if (asked.url !== '/endless') response.end()
  })
  toClose.push(server.close)
  return server
}

async function edgeIn(folder: string): Promise<{ edge: RunningCommand; address: string }> {
  const edge = command(['edge', '--edge-port', '0', '--log-level', 'silent', '--edge-drain-ms', '0'], { folder })
  toClose.push(async () => {
    edge.signal('SIGTERM')
    await edge.ended
  })
  const [, address = ''] = await edge.prints(/^edge +(http\S+)/m)
  return { edge, address }
}

test('SIGHUP brings other settings without cutting what runs, and those that cannot be used change nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reload-'))
  const write = (config: object): void => writeFileSync(join(folder, 'holdfast.config.json'), JSON.stringify(config))
  const [first, second] = [await site('first'), await site('second')]
  write({ origin: first.address })
  const { edge, address } = await edgeIn(folder)
  const running = await open(address, '/endless')
  expect(await nextPart(running)).toBe('first')

  write({ origin: second.address })
  edge.signal('SIGHUP')
  await expect.poll(async () => (await ask(address, '/')).body).toBe('second')
  expect(running.destroyed).toBe(false)

  write({ origin: 'nowhere' })
  edge.signal('SIGHUP')
  await expect.poll(() => edge.stderr()).toContain('The settings were read again and not taken: `origin` is "nowhere"')
  expect((await ask(address, '/')).body).toBe('second')
  running.destroy()
})
