import { createServer } from 'node:http'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caseSchema } from '#protocol/case.ts'
import { verdictSchema } from '#protocol/verdict.ts'
import { command } from '../../../test/fixtures/command.ts'
import { parseArguments } from '../arguments.ts'
import { closedPort, rawServer } from '../../../test/fixtures/raw-server.ts'
import { doctorCommand } from './doctor.ts'

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

// A configuration that nothing can start with: the doctor is wanted most when all is broken.
const broken = { folder, env: { HOLDFAST_EDGE_PORT: 'none' } }

async function doctor(...args: readonly string[]) {
  const run = command(['doctor', ...args], broken)
  const { code } = await run.ended
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

/** In this process: what is refused needs no other. */
async function refusalOf(args: readonly string[]): Promise<string> {
  const outcome = await doctorCommand(parseArguments(['doctor', ...args]))
  return outcome.ok ? '' : outcome.error
}

const explain = (...args: readonly string[]) => doctor('explain', ...args)

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

describe.concurrent('looks at a site', () => {
  test('that refuses, and says so in JSON and by its exit code', async () => {
    const { code, stdout, stderr } = await doctor(`http://127.0.0.1:${await closedPort()}`, '--json')
    expect({ code, stderr }).toEqual({ code: 15, stderr: '' })
    expect(verdictSchema.parse(JSON.parse(stdout))).toMatchObject({ code: 521, standing: 'fails', side: 'server' })
  })

  test('at the address of its origin, and keeps what it saw for later', async ({ onTestFinished }) => {
    const server = await rawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
    })
    onTestFinished(() => server.close())
    const { code, stdout } = await doctor('http://origin.invalid', '--origin', `127.0.0.1:${server.port}`, '--evidence')
    expect(code).toBe(0)
    const seen = caseSchema.parse(JSON.parse(stdout))
    expect(seen).toMatchObject({ target: { addresses: ['127.0.0.1'] }, edge: { status: 200, phase: 'done' } })
    writeFileSync(join(folder, 'seen.json'), stdout)
    expect((await explain('seen.json')).stdout).toMatch(/^It answers \(200\)/)
  })

  test('again after it was mended, and says from what to what it went', async ({ onTestFinished }) => {
    const port = await closedPort()
    const { stdout: evidence } = await doctor(`http://127.0.0.1:${port}`, '--evidence')
    writeFileSync(join(folder, 'before.json'), evidence)
    const still = await doctor('fix-check', 'before.json')
    expect(still.stdout).toMatch(/^521 → 521 ECONNREFUSED at \d\d:\d\d:\d\d UTC\.\n$/)
    expect(still.code).toBe(15)
    const server = createServer((_, response) => response.end('ok'))
    onTestFinished(() => void server.close())
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    const mended = await doctor('fix-check', 'before.json', '--confirmed', 'confirmed.json')
    expect(mended.stdout).toMatch(
      /^521 → 200 at \S+ UTC\.\nIt answers again\. Which of these was mended\? Say it by --cause/,
    )
    expect(mended.code).toBe(0)
    const said = await doctor('fix-check', 'before.json', '--confirmed', 'confirmed.json', '--cause', 'crashed')
    expect(said.stdout).toMatch(/\nIt answers again\. Cause confirmed: crashed\.\nKept in \S+confirmed\.json/)
    const pOf = async (...more: readonly string[]): Promise<number> => {
      const { stdout } = await explain('before.json', '--json', ...more)
      return verdictSchema.parse(JSON.parse(stdout)).causes.find(({ id }) => id === 'crashed')?.p ?? 0
    }
    expect(await pOf('--confirmed', 'confirmed.json')).toBeGreaterThan(await pOf('--confirmed', 'none'))
    expect((await explain('before.json', '--confirmed', 'confirmed.json')).stdout).toContain('crashed (once)')
  })

  test('until it answers, and prints each change', async ({ onTestFinished }) => {
    const port = await closedPort()
    const run = command(['doctor', `http://127.0.0.1:${port}`, '--watch'], broken)
    await run.prints(/UTC {2}521 ECONNREFUSED\n/)
    const server = createServer((_, response) => response.end('ok'))
    onTestFinished(() => void server.close())
    server.listen(port, '127.0.0.1')
    await run.prints(/UTC {2}521 ECONNREFUSED → 200\n/)
    expect((await run.ended).code).toBe(0)
  })

  test('with a collector on the origin and a second place, which make their own key', async () => {
    const port = await closedPort()
    const key = ['--key-file', join(folder, 'key'), '--port', '0']
    const collector = command(['doctor', 'collector', ...key], broken)
    const [, collectorAt = ''] = await collector.prints(/collector (http:\S+)/)
    const place = command(['doctor', 'listen', `127.0.0.1:${port}`, ...key], broken)
    const [, placeAt = ''] = await place.prints(/second place (http:\S+?),/)
    const helpers = ['--collector', collectorAt, '--vantage', placeAt, '--key-file', join(folder, 'key')]
    const { code, stdout, stderr } = await doctor(`http://127.0.0.1:${port}`, ...helpers, '--json')
    expect({ code, stderr }).toEqual({ code: 15, stderr: '' })
    const verdict = verdictSchema.parse(JSON.parse(stdout))
    expect(verdict.evidence.map(({ evidence }) => evidence)).toEqual(
      expect.arrayContaining(['vantage', 'host', 'host.listeners', 'host.counters.resetsSent']),
    )
    for (const running of [collector, place]) {
      running.signal('SIGTERM')
      expect(await running.ended).toEqual({ code: 0, signal: null })
    }
  })

  test.for([
    [[], /^What is the doctor to look at\?/],
    [['ftp://story.test'], /^`ftp:\/\/story\.test` is no address of a site/],
    [['http://a.test', 'http://b.test'], /^`http:\/\/b\.test` is one site too many/],
    [['http://a.test', '--origin', 'b.test'], /^--origin is `b\.test`: write the literal address/],
    [['http://a.test', '--origin', '127.0.0.1:99999'], /^--origin is/],
    [['http://a.test', '--ca', 'gone.pem'], /^gone\.pem cannot be read/],
    [['http://a.test', '--ca', 'package.json'], /^package\.json holds no certificate/],
    [['http://a.test', '--resolver', 'nowhere'], /^--resolver is `nowhere`/],
    [['http://a.test', '--collector', 'http://127.0.0.1:1'], /^Which key do both sides have\?/],
    [['http://a.test', '--vantage', '127.0.0.1'], /^--vantage is `127\.0\.0\.1`: write the address that it printed/],
    [['http://a.test', '--collector', 'http://127.0.0.1:1', '--key-file', 'gone'], /^gone cannot be read/],
    [['fix-check'], /^Mended since when\?/],
    [['fix-check', 'gone.json'], /^gone\.json cannot be read/],
    [['http://a.test', '--confirmed', 'package.json'], /package\.json holds no confirmed causes: name another/],
    [['listen'], /^What may be asked from here\?/],
    [['listen', 'a.test:80'], /^`a\.test:80` is no target/],
    [['listen', '127.0.0.1:80'], /^Which key do both sides have\?/],
    [['listen', '127.0.0.1:80', '--host', 'a.test'], /^--host is `a\.test`/],
    [['collector', '--port', 'many'], /^--port is no port/],
    [['collector', 'word'], /^`word` stands alone/],
    [['collector', '--unti', 'x'], /^`holdfast doctor collector` does not take `--unti`: did you mean `--unit`\?$/],
    [
      ['http://a.test', '--orign', '127.0.0.1'],
      /^`holdfast doctor` does not take `--orign`: did you mean `--origin`\?$/,
    ],
  ] as const)('and refuses in one sentence: %j', async ([args, says]) => {
    const refusal = await refusalOf(args)
    expect(refusal).toMatch(says)
    expect(refusal).not.toContain('\n')
  })
})

describe.concurrent('refuses in one sentence', () => {
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
    const refusal = await refusalOf([
      'explain',
      ...args.map((arg) => (arg.endsWith('.json') ? join(folder, arg) : arg)),
    ])
    expect(refusal.replaceAll(`${folder}/`, '')).toMatch(says)
    expect(refusal).not.toContain('\n')
  })

  test('and ends with 2', async () => {
    expect(await explain('wrong.json')).toMatchObject({ code: 2, stdout: '' })
  })
})
