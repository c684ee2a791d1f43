import { onTestFinished } from 'vitest'
import { seededChance } from '../../src/shared/ids.ts'
import { startStatus, type RunningStatus, type StatusSettings } from '../../src/status/node.ts'
import { keptLog } from '../fixtures/kept-log.ts'
import { closedPort } from '../fixtures/raw-server.ts'
import { realClock } from '../fixtures/real-clock.ts'

/** The status process in this one, before a site of which nothing answers unless a test says where it is. */
export async function runningStatus(settings: Partial<StatusSettings> = {}): Promise<RunningStatus> {
  const dead = `http://127.0.0.1:${await closedPort()}`
  const whole = { ...usualStatus, edge: dead, server: dead, ...settings }
  const started = await startStatus(whole, { clock: realClock, chance: seededChance(1), log: keptLog() })
  if (!started.ok) throw new Error(started.error)
  onTestFinished(started.value.stop)
  return started.value
}

/** The settings of a status process that a test has nothing to say about. */
export const usualStatus = {
  host: '127.0.0.1',
  port: 0,
  version: 'test',
  dataDir: null,
  publicUrl: null,
  token: null,
  name: 'Holdfast',
  timeZone: 'Etc/UTC',
  everyMs: 10_000,
  jitterPercent: 10,
  snapshotDir: null,
  patienceMs: 2500,
  canaryEveryMs: 0,
  settleMs: 300_000,
  witness: null,
  peers: [],
  resolver: null,
}
