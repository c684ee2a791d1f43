import { mkdtempSync, readFileSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { ask } from '../../../test/fixtures/ask.ts'
import { command, type RunningCommand } from '../../../test/fixtures/command.ts'
import { closedPort } from '../../../test/fixtures/raw-server.ts'

const toClose: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

async function edgeWith(place: string): Promise<{ edge: RunningCommand; address: string; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'access-'))
  const origin = `http://127.0.0.1:${await closedPort()}`
  const edge = command(
    ['edge', '--edge-port', '0', '--origin', origin, '--log-level', 'silent', '--access-log', place],
    {
      folder,
    },
  )
  toClose.push(async () => {
    edge.signal('SIGTERM')
    await edge.ended
  })
  const [, address = ''] = await edge.prints(/^edge +(http\S+)/m)
  return { edge, address, folder }
}

test('a file has a JSON line for each request, and begins anew after SIGHUP where it was moved away', async () => {
  const { edge, address, folder } = await edgeWith('access.log')
  const lines = (name: string): readonly unknown[] =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  await ask(address, '/first')
  const first = { process: 'edge', msg: 'request', path: '/first', status: 521, fault: 'origin-refused' }
  await expect.poll(() => lines('access.log')).toMatchObject([first])
  renameSync(join(folder, 'access.log'), join(folder, 'yesterday.log'))
  edge.signal('SIGHUP')
  await expect
    .poll(async () => {
      await ask(address, '/second')
      return lines('access.log').length
    })
    .toBeGreaterThan(0)
  expect(lines('yesterday.log')[0]).toMatchObject(first)
})

test('standard output has the lines behind the address', async () => {
  const { edge, address } = await edgeWith('-')
  await ask(address, '/first')
  const [line = ''] = await edge.prints(/^\{.*"msg":"request"\}$/m)
  expect(JSON.parse(line)).toMatchObject({ path: '/first', status: 521 })
})

test('a place that cannot be written is refused with the fix', async () => {
  const edge = command(['edge', '--edge-port', '0', '--access-log', '/nowhere/access.log'], { folder: tmpdir() })
  expect(await edge.ended).toMatchObject({ code: 2 })
  expect(edge.stderr()).toContain('`accessLog` is /nowhere/access.log, which cannot be written')
})
