import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findingsSchema, lintReportSchema } from '#protocol/lint.ts'
import { authority } from '../../../test/fixtures/certificates.ts'
import { command } from '../../../test/fixtures/command.ts'
import { parseArguments } from '../arguments.ts'
import { doctorCommand } from './doctor.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-lint-'))
const env = { HOLDFAST_DATA_DIR: join(folder, 'data'), HOLDFAST_STREAM_HEARTBEAT_MS: '60000' }
let port = 0
let stop = (): void => undefined

beforeAll(async () => {
  const whom = { name: 'origin.invalid', names: ['origin.invalid'] }
  const ca = authority({ name: 'Lint Root' })
  const [served, other] = [ca.certify(whom), ca.certify(whom)]
  writeFileSync(join(folder, 'ca.pem'), ca.certificate)
  writeFileSync(join(folder, 'served.pem'), served.certificate)
  writeFileSync(join(folder, 'other.pem'), other.certificate)
  const server = createServer({ cert: served.certificate, key: served.key }, (_, response) => response.end('ok'))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  port = typeof bound === 'object' && bound !== null ? bound.port : 0
  stop = () => server.close().closeAllConnections()
})
afterAll(() => {
  stop()
  rmSync(folder, { recursive: true })
})

async function lint(...args: readonly string[]) {
  const run = command(['doctor', 'lint', ...args], { folder, env })
  const { code } = await run.ended
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

const site = (): string => `https://origin.invalid:${port}/`

function found(stdout: string): readonly string[] {
  return findingsSchema.parse(JSON.parse(stdout)).findings.map(({ rule }) => rule)
}

test('on the origin itself it finds a server for this machine alone, short idle times and a slow sign of life', async () => {
  const { code, stdout, stderr } = await lint(site(), '--ca', 'ca.pem', '--certificate', 'served.pem', '--json')
  expect({ code, stderr }).toEqual({ code: 21, stderr: '' })
  expect(found(stdout)).toEqual(
    expect.arrayContaining(['listener-missing', 'idle-order', 'heartbeat', 'status-shares-fate']),
  )
  expect(found(stdout)).not.toContain('certificate-not-loaded')
})

test('a collector says the same, and a certificate that nobody loaded', async () => {
  const key = ['--key-file', join(folder, 'key')]
  const collector = command(['doctor', 'collector', ...key, '--port', '0', '--certificate', 'other.pem'], { folder })
  const [, at = ''] = await collector.prints(/collector (http:\S+)/)
  const helped = [site(), '--ca', 'ca.pem', '--collector', at, ...key, '--origin', '127.0.0.1']
  const { code, stdout } = await lint(...helped)
  expect(code).toBe(21)
  expect(stdout).toMatch(/WARN {3}certificate-not-loaded: .*\n {7}Fix: {4}.*\n {7}Verify: /)
  expect(stdout).toMatch(/ERROR {2}listener-missing: Port \d+ is listened to at 127\.0\.0\.1 alone/)
  const evidence = await lint(...helped, '--evidence')
  const report = lintReportSchema.parse(JSON.parse(evidence.stdout))
  expect(report).toMatchObject({ site: { port }, idleMs: 5000, host: { fileLimit: expect.any(Number) } })
  writeFileSync(join(folder, 'report.json'), evidence.stdout)
  const again = await lint('--report', 'report.json')
  expect(again).toMatchObject({ code: 21, stdout })
  collector.signal('SIGTERM')
  expect((await collector.ended).code).toBe(0)
})

test('without a site and without rights it says what it could not look at', async () => {
  const { code, stdout } = await lint()
  expect([0, 20, 21]).toContain(code)
  expect(stdout).toContain('not looked at  certificate-over: it lacks a certificate')
})

test.for([
  [['http://a.test', 'http://b.test'], /^`http:\/\/b\.test` is one site too many/],
  [['http://a.test', '--origin', 'b.test'], /^--origin is `b\.test`: write the literal address/],
  [['http://a.test', '--port', 'x'], /^--port is no port/],
  [['http://a.test', '--collector', 'http://127.0.0.1:1'], /^Which key do both sides have\?/],
  [['--report', 'gone.json'], /^gone\.json cannot be read/],
  [['--report', 'package.json'], /^package\.json is no report/],
  [['--jsn'], /^`holdfast doctor lint` does not take `--jsn`: did you mean `--json`\?$/],
] as const)('refuses in one sentence: %j', async ([args, says]) => {
  const outcome = await doctorCommand(parseArguments(['doctor', 'lint', ...args]))
  expect(outcome.ok ? '' : outcome.error).toMatch(says)
})
