import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { pinnedNode } from '../../bin/node-version.js'
import { root } from '../../tools/node.js'

// A real Node that says it is an old one; what it starts is told nothing of that.
const pretendOld = `data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } })",
)}`

const sayWhoRuns = "console.log(process.versions.node, process.argv.slice(2).join(' ')); process.exitCode = 7"
const waitForTheEnd = "process.on('SIGTERM', () => process.exit(3)); setInterval(() => {}, 1000); console.log('up')"

/** The real bin/ before a program of the test's own. */
async function installation(program: string, { withPin }: { readonly withPin: boolean }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-bin-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(join(root, 'bin'), join(folder, 'bin'), { recursive: true })
  await mkdir(join(folder, 'src/cli'), { recursive: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'src/cli/main.ts'), program)
  if (withPin) {
    const pin = join(folder, 'node_modules', pinFolder(), process.platform === 'win32' ? 'bin/node.exe' : 'bin/node')
    await mkdir(dirname(pin), { recursive: true })
    await symlink(process.execPath, pin)
  }
  return join(folder, 'bin', 'holdfast.js')
}

function pinFolder(): string {
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
}

function onOldNode(script: string, args: readonly string[] = []): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, ['--import', pretendOld, script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

test('an old Node without the pin is refused in one sentence, with exit code 2', async () => {
  const child = onOldNode(await installation(sayWhoRuns, { withPin: false }))
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  expect(out).toBe('')
  expect(errors).toBe(
    'Holdfast needs Node 24 or newer and this is Node 20.19.0: run "npm start", which brings its own.\n',
  )
  expect(code).toBe(2)
})

test('an old Node hands over to the pinned one, with its arguments and its exit code', async () => {
  const child = onOldNode(await installation(sayWhoRuns, { withPin: true }), ['up', '--port', '0'])
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
  expect(out).toBe(`${process.versions.node} up --port 0\n`)
  expect(code).toBe(7)
})

test.for(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s reaches the pinned Node', async (signal) => {
  const program = waitForTheEnd.replace('SIGTERM', signal)
  const child = onOldNode(await installation(program, { withPin: true }))
  await once(child.stdout, 'data')
  child.kill(signal)
  expect(await once(child, 'exit')).toEqual([3, null])
})

test('the pinned Node stops when the one that handed over is killed', async () => {
  const child = onOldNode(await installation(waitForTheEnd, { withPin: true }))
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  // Both write there: it ends when the second has gone too.
  await once(child.stdout, 'end')
})

test.runIf(process.platform === 'linux')('exactly one process is "holdfast.js server" after handing over', async () => {
  const script = await installation(waitForTheEnd, { withPin: true })
  const child = onOldNode(script, ['server'])
  await once(child.stdout, 'data')
  expect(commandLines().filter((line) => line.includes(`${script} server`))).toHaveLength(1)
  child.kill('SIGTERM')
  await once(child, 'exit')
})

function commandLines(): readonly string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return ids.map((id) => commandLine(id))
}

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return '' // It ended since we listed it.
  }
}

test.skipIf(pinnedNode() === undefined)('the Node that runs these tests is the pinned one', () => {
  const lockfile: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  expect(lockfile).toHaveProperty(['packages', `node_modules/${pinFolder()}`, 'version'], process.versions.node)
})
