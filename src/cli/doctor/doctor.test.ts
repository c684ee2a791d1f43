import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verdictSchema } from '#protocol/verdict.ts'
import { command } from '../../../test/fixtures/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-doctor-'))

beforeAll(() => {
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content)
  write('number.json', '{"edge":{"status":521}}')
  write('well.json', '{"edge":{"status":200,"tookMs":4}}')
  write('empty.json', '{}')
  write('slip.json', '\ufeff{"edge":{"status":521,"adress":"192.0.2.2"},"weather":"wet"}')
  write('wrong.json', '{"edge":{"status":"521"}}')
  write('list.json', '[]')
  write('text.json', 'the site is down')
  write(
    'turned-away.json',
    JSON.stringify({
      edge: { phase: 'connect', code: 'ECONNREFUSED', tookMs: 3, port: 443, ownRule: 'reject' },
      vantage: { status: 200 },
    }),
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

async function explain(...args: readonly string[]) {
  // A configuration that nothing can start with: the doctor is wanted most when all is broken.
  const run = command(['doctor', 'explain', ...args], { folder, env: { HOLDFAST_EDGE_PORT: 'none' } })
  const { code } = await run.ended
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

test('a number alone is judged, and all that may be behind it is named', async () => {
  const { code, stdout, stderr } = await explain('number.json')
  expect({ code, stderr }).toEqual({ code: 15, stderr: '' })
  expect(stdout).toMatch(/^It fails \(521\)\. Whose side: the origin itself, \d\d % sure\.\n/)
  for (const id of ['not-started', 'crashed', 'firewall-rejects-edge', 'edge-banned']) expect(stdout).toContain(id)
  expect(stdout).toContain('does not tell these apart')
  expect(stdout).toContain('What would tell most')
})

test('answers in JSON by its schema, with the same exit code', async () => {
  const { code, stdout } = await explain('turned-away.json', '--json', '--prior', 'even')
  const verdict = verdictSchema.parse(JSON.parse(stdout))
  expect(code).toBe(12)
  expect(verdict).toMatchObject({ standing: 'fails', code: 521, side: 'edge', fix: { cause: 'edge-refuses-itself' } })
  expect(verdict.prior.name).toBe('even')
})

test('the exit code says whose side it is on', async () => {
  expect((await explain('well.json')).code).toBe(0)
  expect((await explain('empty.json')).code).toBe(1)
  expect((await explain('turned-away.json')).code).toBe(12)
})

test('a field that means nothing is named', async () => {
  const { code, stdout } = await explain('slip.json')
  expect(code).toBe(15)
  expect(stdout).toContain('Note: `edge.adress` means nothing here: it was left out.')
  expect(stdout).toContain('Note: `weather` means nothing here: it was left out.')
})

describe('refuses in one sentence', () => {
  test.for([
    [[], /^Which evidence is to be judged\?/],
    [['gone.json'], /^gone\.json cannot be read \(.*ENOENT/],
    [['text.json'], /^text\.json is not JSON \(.+\): docs\/spec\/evidence\.md says how/],
    [['wrong.json'], /^`edge\.status` in wrong\.json cannot be read \(/],
    [['list.json'], /^the file in list\.json cannot be read/],
    [['number.json', 'well.json'], /^`well\.json` is one file too many/],
    [['number.json', '--prior', 'guess'], /^`--prior` is `experience` or `even`\.$/],
    [['number.json', '--jsn'], /^`holdfast doctor explain` does not take `--jsn`: did you mean `--json`\?$/],
  ] as const)('%j', async ([args, says]) => {
    const { code, stdout, stderr } = await explain(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trimEnd()).toMatch(says)
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})
