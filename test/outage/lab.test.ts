import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { command } from '../fixtures/command.ts'
import { whyNoLab } from '../../src/lab/refusal.ts'
import { describeWith } from '../parts.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-lab-'))
afterAll(() => rmSync(folder, { recursive: true }))

const refusal = await whyNoLab()
const lab = (...args: readonly string[]) => command(['lab', ...args], { folder })

function namespacesOf(pid: number): readonly string[] {
  // One that is just being removed is listed with a complaint.
  const listed = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return listed.split('\n').filter((line) => line.startsWith('holdfast-lab-') && line.includes(`-${pid}-`))
}

describeWith('iproute2', 'the lab', () => {
  describeWith('nftables', 'with a firewall', () => {
    if (refusal !== undefined) {
      test('says in one sentence why it cannot be on this machine, and makes nothing', async () => {
        const run = lab('run', '00', '--seeds', '1')
        expect((await run.ended).code).toBe(2)
        expect(run.stderr().trim()).toBe(refusal)
      })
      return
    }

    test('makes faults on hosts of its own, and the doctor names each, has it mended, and sees that it answers', async () => {
      const faults = ['11', '13', '29', '50', 'nx', '00']
      const run = lab('run', ...faults, '--seeds', '1', '--json')
      const { code } = await run.ended
      const record = JSON.parse(run.stdout())
      expect(record.broken).toEqual([])
      const concluded = record.runs.map((one: Run) => [one.fault, one.concluded.at(-1)?.together.includes(one.truth)])
      expect(concluded.toSorted()).toEqual(faults.toSorted().map((fault) => [fault, true]))
      expect(record.runs.filter(({ isMended }: Run) => isMended === false)).toEqual([])
      expect(code, run.stderr()).not.toBe(2)
      expect(namespacesOf(run.pid)).toEqual([])
      expect(readFileSync(join(folder, 'holdfast-lab', 'lab.html'), 'utf8')).toContain('certificate-expired')
    })

    describeWith('chromium', 'and a browser', () => {
      test('has a visitor meet what is between them and the site, and learn whose side it is on', async () => {
        const visits = ['v00', 'v04', 'v09']
        const run = lab('run', ...visits, '--seeds', '1', '--json')
        expect((await run.ended).code, run.stderr()).toBe(0)
        const record = JSON.parse(run.stdout())
        expect(record.broken).toEqual([])
        const said = record.visits.map(({ fault, said: side, isOver }: Visit) => [fault, side, isOver])
        expect(said).toEqual([
          ['v00', null, true],
          ['v04', 'your-network', true],
          ['v09', 'server', true],
        ])
        expect(namespacesOf(run.pid)).toEqual([])
      })
    })

    test('ended early, it leaves nothing behind and keeps what it saw', async () => {
      const run = lab('run', '20', '--seeds', '1')
      await expect.poll(() => namespacesOf(run.pid)).toHaveLength(6)
      run.signal('SIGTERM')
      expect(await run.ended).toEqual({ code: 130, signal: null })
      expect(run.stdout()).toContain('0 runs and 0 visits on Linux')
      expect(namespacesOf(run.pid)).toEqual([])
    })

    test('clears away what a lab that was killed has left', async () => {
      const killed = lab('run', '20', '--seeds', '1')
      await expect.poll(() => namespacesOf(killed.pid)).toHaveLength(6)
      killed.signal('SIGKILL')
      await killed.ended
      expect(namespacesOf(killed.pid)).toHaveLength(6)
      const next = lab('run', '00', '--seeds', '1')
      await next.ended
      expect(namespacesOf(killed.pid)).toEqual([])
      expect(namespacesOf(next.pid)).toEqual([])
    })
  })
})

interface Run {
  readonly fault: string
  readonly truth: string
  readonly isMended: boolean | null
  readonly concluded: readonly { readonly together: readonly string[] }[]
}

interface Visit {
  readonly fault: string
  readonly said: string | null
  readonly isOver: boolean
}
