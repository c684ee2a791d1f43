import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { builtInRanges } from '#edge/cloudflare-ranges.ts'
import { command, type RunningCommand } from '../../../test/fixtures/command.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { knownRanges } from './kept-ranges.ts'

const toClose: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

const publishedV4 = [...builtInRanges.v4, '203.0.113.0/24'].join('\n')
const publishedV6 = builtInRanges.v6.join('\n')

async function publisher(v4: string, v6 = publishedV6): Promise<string> {
  const server = await openHttpServer((asked, response) => {
    response.end(asked.url === '/ips-v4' ? v4 : asked.url === '/ips-v6' ? v6 : undefined)
  })
  toClose.push(server.close)
  return server.address
}

interface Ran {
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
}

async function ranges(folder: string, ...more: readonly string[]): Promise<Ran> {
  const running: RunningCommand = command(['edge', 'ranges', ...more], { folder })
  const { code: exit } = await running.ended
  return { exit, stdout: running.stdout(), stderr: running.stderr() }
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'ranges-'))

test('shows the list with its day', async () => {
  const { exit, stdout } = await ranges(newFolder())
  expect(exit).toBe(0)
  expect(stdout).toContain(`as of ${builtInRanges.asOf}`)
  expect(stdout).toContain('2c0f:f248::/32')
})

test('fetches a list, keeps it in the data folder, and uses it from then on', async () => {
  const folder = newFolder()
  const { exit, stdout, stderr } = await ranges(folder, '--update', '--from', await publisher(publishedV4))
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' })
  expect(stdout).toContain('203.0.113.0/24')
  const kept: unknown = JSON.parse(readFileSync(join(folder, 'data', 'cloudflare-ranges.json'), 'utf8'))
  expect(kept).toMatchObject({ v4: expect.arrayContaining(['203.0.113.0/24']) })
  expect(knownRanges(join(folder, 'data'))).toEqual({ ok: true, value: kept })
})

test('what cannot be a list changes nothing', async () => {
  const folder = newFolder()
  const { exit, stderr } = await ranges(folder, '--update', '--from', await publisher('<h1>521</h1>'))
  expect(exit).toBe(2)
  expect(stderr).toContain('what was known is kept')
  expect(existsSync(join(folder, 'data'))).toBe(false)
})

test('who publishes the list and is away is named', async () => {
  const { exit, stderr } = await ranges(newFolder(), '--update', '--from', 'http://127.0.0.1:9')
  expect(exit).toBe(2)
  expect(stderr).toMatch(/could not be fetched from http:\/\/127\.0\.0\.1:9 \(.+\): what was known is kept\./)
})

test('an old list is shown with a warning, and one that came along later replaces it', () => {
  const folder = newFolder()
  const write = (asOf: string): void =>
    writeFileSync(join(folder, 'cloudflare-ranges.json'), JSON.stringify({ ...builtInRanges, asOf }))
  write('2020-01-01')
  expect(knownRanges(folder)).toEqual({ ok: true, value: builtInRanges })
  write('2199-01-01')
  expect(knownRanges(folder)).toMatchObject({ value: { asOf: '2199-01-01' } })
  writeFileSync(join(folder, 'cloudflare-ranges.json'), '{"asOf":"2199-01-01","v4":[],"v6":[]}')
  expect(knownRanges(folder)).toMatchObject({ ok: false, error: expect.stringContaining('--update') })
})

test.for([
  [['--from', 'http://127.0.0.1:9'], 'add that'],
  [['--updat'], 'no setting of Holdfast'],
] as const)('%j is refused in one sentence', async ([flags, words]) => {
  const { exit, stderr } = await ranges(newFolder(), ...flags)
  expect(exit).toBe(2)
  expect(stderr).toContain(words)
})
