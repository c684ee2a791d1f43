import { mkdtempSync, rmSync } from 'node:fs'
import { appendFile, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { command, type RunningCommand } from '../../../test/fixtures/command.ts'
import { openHttpServer, type HttpServer } from '../../../test/fixtures/http-server.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-verify-'))
const copy = join(folder, 'data/status-page')
let status: RunningCommand
let address: string
let bucket: HttpServer

beforeAll(async () => {
  status = command(['status', '--status-port', '0', '--data-dir', 'data'], { folder })
  address = (await status.prints(/^status +(http\S+)$/m))[1] ?? ''
  await vi.waitFor(() => readFile(join(copy, 'signed.json')), { timeout: 30_000 })
  bucket = await openHttpServer(({ url }, response) => {
    readFile(join(copy, (url ?? '').replace('/site/', ''))).then(
      (content) => response.end(content),
      () => response.writeHead(404).end(),
    )
  })
})
afterAll(async () => {
  status.signal('SIGTERM')
  await status.ended
  await bucket.close()
  rmSync(folder, { recursive: true })
})

async function verify(...args: readonly string[]) {
  const run = command(['status', 'verify', ...args], { folder })
  const { code } = await run.ended
  return { code, says: run.stdout() + run.stderr() }
}

test('a copy that nobody touched is what was signed, in a folder and at an address', async () => {
  const here = await verify('data/status-page')
  expect(here).toMatchObject({
    code: 0,
    says: expect.stringMatching(/^All \d+ files are what was signed: .*, 0 min old\./),
  })
  expect(here.says).toContain('The key came with the copy')
  const there = await verify(`${bucket.address}/site/`, '--key', address)
  expect(there).toMatchObject({ code: 0, says: expect.stringContaining('It is the key that you named.') })
})

test('a file that somebody changed is named', async () => {
  // While it runs it writes the copy anew, over whatever somebody has changed.
  status.signal('SIGTERM')
  await status.ended
  await appendFile(join(copy, 'history.html'), '<p>Nothing ever failed.</p>')
  expect(await verify('data/status-page', '--json')).toEqual({
    code: 1,
    says: `${JSON.stringify({ ok: false, because: 'history.html is not what was signed' })}\n`,
  })
})

test.for([
  [[], 'Which copy is to be checked?'],
  [['a', 'b'], 'one copy too many'],
  [['a', '--keys', 'b'], '--keys'],
  [['data/status-page', '--key', 'data/status-page/board.json'], 'has no key of a status page'],
] as const)('%o is refused with what to write instead', async ([args, says]) => {
  expect(await verify(...args)).toMatchObject({ code: 2, says: expect.stringContaining(says) })
})

test('what is no copy at all is not what was signed', async () => {
  expect(await verify('data')).toMatchObject({ code: 1, says: expect.stringContaining('Not what was signed') })
})
