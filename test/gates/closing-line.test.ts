import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { root } from '../../tools/node.js'

const vitest = "import { describe, test, beforeAll } from 'vitest'\n"
const good = `${vitest}test('good', () => {})\n`

interface Run {
  readonly lastLine: string | undefined
  readonly code: unknown
  readonly output: string
}

/** A real run of vitest over these files, with our closing line. */
async function runOver(files: Readonly<Record<string, string>>, args: readonly string[] = [], env = {}): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-closing-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const config = `import { ClosingLine } from ${JSON.stringify(join(root, 'tools/closing-line.ts'))}
    export default { test: { reporters: ['default', new ClosingLine()] } }`
  await writeFile(join(folder, 'vitest.config.mjs'), config)
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, `${name}.test.ts`), content)
  const command = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args]
  const { CI: _, TEST_NO_SKIP: __, TEST_TALLY: ___, ...plain } = process.env
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env: { ...plain, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [output, , [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { lastLine: output.trimEnd().split('\n').at(-1), code, output }
}

test('what passed and what failed is counted', async () => {
  const bad = `${vitest}test('bad', () => { throw new Error('on purpose') })\n`
  expect(await runOver({ good, bad })).toMatchObject({ lastLine: '1 passed, 1 failed, 0 skipped', code: 1 })
})

test('a file that does not load counts as failed', async () => {
  expect(await runOver({ good, broken: 'this is no program' })).toMatchObject({
    lastLine: '1 passed, 1 failed, 0 skipped',
    code: 1,
  })
})

test('a suite that cannot be set up counts as failed', async () => {
  const unready = `${vitest}describe('unready', () => { beforeAll(() => { throw new Error('on purpose') }); test('never', () => {}) })\n`
  const run = await runOver({ good, unready })
  expect(run.lastLine).toMatch(/^1 passed, 1 failed, /)
  expect(run.code).toBe(1)
})

test('an error after the last test counts as failed', async () => {
  const late = `${vitest}test('good', () => { setTimeout(() => { throw new Error('late') }, 0) })
    test('waits', () => new Promise((resolve) => setTimeout(resolve, 50)))\n`
  expect(await runOver({ late })).toMatchObject({ lastLine: '2 passed, 1 failed, 0 skipped', code: 1 })
})

const skipping = `${vitest}describe.skip('browser (needs chromium)', () => { test('one', () => {}); test('two', () => {}) })\n`

test('a skipped suite is named and its tests are counted', async () => {
  const run = await runOver({ good, skipping })
  expect(run).toMatchObject({ lastLine: '1 passed, 0 failed, 2 skipped', code: 0 })
  expect(run.output).toContain('skipped: browser (needs chromium)\n')
})

test('a suite whose system part is missing is skipped by name, with the line that installs the part', async () => {
  const needy = `import { describeWith } from ${JSON.stringify(join(root, 'test/parts.ts'))}
    ${vitest}describeWith('chromium', 'the page', () => { test('opens', () => {}) })\n`
  const run = await runOver({ needy }, [], { PATH: '', TEST_CHROMIUM: '' })
  expect(run).toMatchObject({ lastLine: '0 passed, 0 failed, 1 skipped', code: 0 })
  expect(run.output).toContain('skipped: the page (needs chromium: sudo apt-get install --yes chromium)\n')
})

test('in CI a skipped suite is a failure', async () => {
  expect(await runOver({ good, skipping }, [], { CI: 'true' })).toMatchObject({
    lastLine: '1 passed, 2 failed, 0 skipped',
    code: 1,
  })
})

test('what -t did not choose is not counted as skipped', async () => {
  expect(await runOver({ good, skipping }, ['-t', 'good'])).toMatchObject({
    lastLine: '1 passed, 0 failed, 0 skipped',
    code: 0,
  })
})
