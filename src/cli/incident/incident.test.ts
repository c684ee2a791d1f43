import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { command } from '../../../test/fixtures/command.ts'
import { runningStatus } from '../../../test/support/running-status.ts'

async function terminal(settings?: Parameters<typeof runningStatus>[0]) {
  const { address } = await runningStatus(settings)
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-incident-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return async (...args: readonly string[]) => {
    const running = command([...args, '--status-port', new URL(address).port], { folder })
    const { code } = await running.ended
    return { code, says: running.stdout(), complains: running.stderr() }
  }
}

test('an incident is opened, told of, corrected and closed from a terminal', { timeout: 120_000 }, async () => {
  const holdfast = await terminal()
  const opened = await holdfast('incident', 'open', '--title', 'Pictures are missing', '--body', 'We look.')
  expect(opened).toMatchObject({ code: 0, says: expect.stringMatching(/^1 opened: [a-z0-9]{12}, version 1/) })
  expect((await holdfast('incident', 'update', '1', '--phase', 'identified', '--body', 'The cache.')).code).toBe(0)
  const shown = await holdfast('incident', 'show', '1')
  expect(shown.says).toContain('identified, by operator')
  const update = /by operator {2}\[([a-z0-9]{12})\]/.exec(shown.says)?.[1] ?? ''
  await holdfast('incident', 'correct', '1', '--of', update, '--body', 'The picture cache.')
  expect((await holdfast('incident', 'show', '1')).says).toContain('it said: The cache.')
  expect((await holdfast('incident', 'close', '1', '--body', 'They are back.')).code).toBe(0)
  expect((await holdfast('incident', 'list')).says).toContain('resolved')
  const late = await holdfast('incident', 'update', '1', '--phase', 'monitoring', '--body', 'x')
  expect(late).toMatchObject({ code: 2, complains: expect.stringContaining('[not-that-step]') })
})

test('an incident that a wrong probe sees is closed with the reason', { timeout: 120_000 }, async () => {
  // Before a site of which nothing answers.
  const holdfast = await terminal({ everyMs: 50 })
  await expect
    .poll(async () => (await holdfast('incident', 'list')).says, { timeout: 60_000 })
    .toContain('investigating')
  const refused = await holdfast('incident', 'close', '1', '--body', 'It works.')
  expect(refused.complains).toContain('our own probes see it fail still; if they are wrong, say so')
  expect((await holdfast('incident', 'close', '1', '--probes-wrong')).complains).toContain('why they are')
  const reason = 'The port was moved.'
  expect((await holdfast('incident', 'close', '1', '--probes-wrong', reason)).code).toBe(0)
  const { says } = await holdfast('incident', 'show', '1')
  expect(says).toContain(`The operator holds them for wrong, and answers for that: ${reason}`)
})

test('work is announced from a terminal, with its times in a zone', { timeout: 120_000 }, async () => {
  const holdfast = await terminal()
  const words = ['--title', 'New disk', '--body', 'It is away for an hour.']
  const vague = await holdfast('maintenance', 'announce', ...words, '--from', '2030-01-01', '--until', '2030-01-02')
  expect(vague).toMatchObject({ code: 2, complains: expect.stringContaining('a moment with its zone') })
  const times = ['--from', '2030-01-01T22:00Z', '--until', '2030-01-02T00:00+01:00']
  expect((await holdfast('maintenance', 'announce', ...words, ...times)).code).toBe(0)
  expect((await holdfast('maintenance')).says).toContain('2030-01-01 22:00 UTC to 2030-01-01 23:00 UTC')
})

test('a command that cannot be says what can', { timeout: 120_000 }, async () => {
  const holdfast = await terminal()
  expect((await holdfast('incident', 'delete', '1')).complains).toContain('it can list, show, open')
})
