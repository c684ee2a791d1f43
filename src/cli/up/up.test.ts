import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { healthSchema } from '#protocol/health.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { bin, childrenOf, command, isAlive, type RunningCommand } from '../../../test/fixtures/command.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-up-'))
let folder: string
const running: RunningCommand[] = []

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'))
})
afterEach(async () => {
  for (const { pid, signal, ended } of running.splice(0)) {
    const children = await childrenOf(pid)
    signal('SIGKILL')
    await ended
    for (const child of children.values()) await gone(child)
  }
})
afterAll(() => rmSync(root, { recursive: true }))

const anyPorts = ['--edge-port', '0', '--server-port', '0', '--status-port', '0', '--no-look', '--no-open']

function holdfast(args: readonly string[], env: Record<string, string> = {}): RunningCommand {
  const started = command(args, { folder, env })
  running.push(started)
  return started
}

async function upAndReady(): Promise<RunningCommand> {
  const up = holdfast(['up', ...anyPorts])
  await up.prints(/^Open http/m)
  return up
}

function addressOf(up: RunningCommand, name: string): string {
  return new RegExp(`^${name} +(http\\S+)$`, 'm').exec(up.stdout())?.[1] ?? ''
}

/** Resolves when a process has ended. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve))
}

async function healthOf(up: RunningCommand, name: string): Promise<string> {
  const { body } = await ask(addressOf(up, name), '/healthz')
  const health = healthSchema.parse(JSON.parse(body))
  return `${health.process} ${health.state}`
}

describe('a start that cannot succeed ends with one sentence and exit code 2, and starts nothing', () => {
  async function expectRefused(args: readonly string[], ...parts: readonly string[]): Promise<void> {
    const up = holdfast(args)
    expect(await up.ended).toEqual({ code: 2, signal: null })
    expect(up.stdout()).toBe('')
    expect(up.stderr()).toMatch(/^[^\n]+\.\n$/)
    for (const part of parts) expect(up.stderr()).toContain(part)
  }

  test.for(['edge', 'server', 'status'])('the port of the %s is taken', async (name) => {
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
    const bound = squatter.address()
    const port = typeof bound === 'object' ? String(bound?.port) : ''
    const flag = `--${name}-port`
    await expectRefused(['up', ...anyPorts, flag, port], `\`${name}Port\` is ${port}`, flag, 'another program')
    await new Promise((resolve) => squatter.close(resolve))
  })

  test('two processes are to have one port', async () => {
    await expectRefused(
      ['up', ...anyPorts, '--edge-port', '8', '--status-port', '8'],
      '`statusPort` is 8',
      '`edgePort`',
    )
  })

  test('the data folder is a file', async () => {
    writeFileSync(join(folder, 'story'), '')
    await expectRefused(
      ['up', ...anyPorts, '--data-dir', 'story'],
      '`dataDir` is ',
      '/story',
      'not a folder',
      '--data-dir',
    )
    await expectRefused(['up', ...anyPorts, '--data-dir', 'story/data'], '`dataDir` is ', 'not a folder')
  })

  test('the config file is broken', async () => {
    writeFileSync(join(folder, 'holdfast.config.json'), '{ "edgePort": ')
    await expectRefused(['up', ...anyPorts], 'holdfast.config.json', 'not valid JSON')
  })

  test.for(['up', 'edge', 'server', 'status'])('%s is to listen on every address', async (name) => {
    await expectRefused([name, '--host', '0.0.0.0'], '`host` is "0.0.0.0"', 'no accounts', 'SSH tunnel')
  })

  test('the command is mistyped', async () => {
    const mistyped = holdfast(['sevrer'])
    expect(await mistyped.ended).toEqual({ code: 2, signal: null })
    expect(mistyped.stderr()).toBe('`sevrer` is no command of Holdfast: did you mean `holdfast server`?\n')
  })
})

describe('holdfast up', () => {
  test('prints where each process is, and each answers there', async () => {
    const up = await upAndReady()
    for (const name of ['edge', 'server', 'status']) expect(await healthOf(up, name)).toBe(`${name} ready`)
    expect(up.stdout().trimEnd().split('\n')).toHaveLength(4)
    expect(up.stdout()).toContain(`Open ${addressOf(up, 'edge')} to write.`)
    expect([...(await childrenOf(up.pid)).keys()].toSorted()).toEqual(['edge', 'server', 'status'])
  })

  // util-linux's `script` lends a terminal; on other systems it takes other arguments.
  test.runIf(process.platform === 'linux')(
    'at a terminal, prints no log of what goes well, and ends at Ctrl+C',
    async () => {
      const line = [process.execPath, bin, 'up', ...anyPorts].map((word) => `'${word}'`).join(' ')
      const terminal = spawn('script', ['-qec', `exec ${line}`, '/dev/null'], {
        cwd: folder,
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      const ended = once(terminal, 'close')
      let seen = ''
      terminal.stdout.on('data', (part: Buffer) => {
        const wasReady = seen.includes('Open http')
        seen += part.toString()
        if (!wasReady && seen.includes('Open http')) terminal.stdin.write('\u0003')
      })
      expect(await ended).toEqual([0, null])
      expect(seen.split('\r\n').filter((printed) => printed.startsWith('{'))).toEqual([])
    },
  )

  test('brings the processes together: the edge reaches the server and the status page', async () => {
    const up = await upAndReady()
    expect((await ask(addressOf(up, 'edge'), '/api/chats')).status).toBe(200)
    expect((await ask(addressOf(up, 'edge'), '/status')).body).toContain('Every process answers')
    expect((await ask(addressOf(up, 'edge'), '/__edge/ready/origin')).status).toBe(204)
  })

  test.for(['edge', 'server', 'status'])('starts the %s again when it is killed, at the same address', async (name) => {
    const up = await upAndReady()
    const before = (await childrenOf(up.pid)).get(name) ?? 0
    const printed = up.stdout().length
    process.kill(before, 'SIGKILL')
    await up.prints(new RegExp(`^${name} was ended by SIGKILL after .*; starting it again now\\.$`, 'm'), printed)
    await up.prints(new RegExp(`^${name} is back at ${addressOf(up, name)}, \\d+ ms after its start\\.$`, 'm'), printed)
    expect((await childrenOf(up.pid)).get(name)).not.toBe(before)
    expect(await healthOf(up, name)).toBe(`${name} ready`)
  })

  test('a server that is gone is a fault at the edge at once, and the status page says whose side it is', async () => {
    const up = holdfast(['up', ...anyPorts])
    await up.prints(/^Open http/m)
    const server = (await childrenOf(up.pid)).get('server') ?? 0
    process.kill(server, 'SIGSTOP')
    const page = async (): Promise<string> => (await ask(addressOf(up, 'edge'), '/status')).body
    await expect.poll(page).toContain('The server does not answer')
    const seen = await page()
    process.kill(server, 'SIGCONT')
    expect(seen).toContain('It is our side, the server.')
    expect(seen).toContain('edge: works')
  })

  test.for(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends all of them well, with exit code 0', async (signal) => {
    const up = await upAndReady()
    const children = await childrenOf(up.pid)
    up.signal(signal)
    expect(await up.ended).toEqual({ code: 0, signal: null })
    expect([...children.values()].filter(isAlive)).toEqual([])
    expect(up.stdout()).not.toContain('starting it again')
  })

  test.for(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s to every process of it, twice, ends it well too',
    async (signal) => {
      const up = await upAndReady()
      const children = await childrenOf(up.pid)
      for (let time = 0; time < 2; time++) {
        up.signal(signal)
        for (const child of children.values()) process.kill(child, signal)
      }
      expect(await up.ended).toEqual({ code: 0, signal: null })
      expect([...children.values()].filter(isAlive)).toEqual([])
      expect(up.stdout().trimEnd().split('\n')).toHaveLength(4)
    },
  )

  test('killed itself, it leaves no process behind', async () => {
    const up = await upAndReady()
    const children = await childrenOf(up.pid)
    expect(children.size).toBe(3)
    up.signal('SIGKILL')
    await up.ended
    for (const child of children.values()) await gone(child)
  })

  test('told to stop a second time, it does not wait', async () => {
    const up = await upAndReady()
    const children = await childrenOf(up.pid)
    // A process that stands still comes to no end by itself.
    process.kill(children.get('status') ?? 0, 'SIGSTOP')
    up.signal('SIGTERM')
    await gone(children.get('server') ?? 0)
    // A second one that follows at once could be the first, passed on by somebody: so again until it is heard.
    const asking = setInterval(() => up.signal('SIGTERM'), 50)
    await up.ended
    clearInterval(asking)
    expect(await up.ended).toEqual({ code: 0, signal: null })
    for (const child of children.values()) await gone(child)
  })
})

describe('one process alone', () => {
  test.for(['edge', 'server', 'status'])('%s prints its address, answers, and ends well', async (name) => {
    const alone = holdfast([name, ...anyPorts])
    await alone.prints(new RegExp(`^${name} +http`, 'm'))
    expect(await healthOf(alone, name)).toBe(`${name} ready`)
    alone.signal('SIGTERM')
    expect(await alone.ended).toEqual({ code: 0, signal: null })
  })
})
