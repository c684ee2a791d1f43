import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keptLog, type KeptLog } from '../../../test/fixtures/kept-log.ts'
import { manualClock, type ManualClock } from '../../../test/support/clock.ts'
import { Backups } from './backups.ts'
import { nameAt } from './names.ts'
import type { News, Order } from './orders.ts'

const minute = 60_000
const day = 24 * 60 * minute
// Local time, as the rhythm is.
const noon = new Date('2026-03-10T12:00:00').getTime()

let clock: ManualClock
let log: KeptLog
let backups: Backups
let folder: string
let orders: Order[]
let damage: string[]
/** What the next orders are answered with; made anew when it is empty. */
let answers: News[]
/** The newest backup that lies in the bucket. */
let newest: { readonly name: string; readonly at: number; readonly sizeBytes: number } | null

beforeEach(() => {
  clock = manualClock(noon)
  log = keptLog()
  folder = mkdtempSync(join(tmpdir(), 'holdfast-backups-'))
  orders = []
  damage = []
  answers = []
  newest = { name: nameAt(noon - minute), at: noon - minute, sizeBytes: 7 }
})
afterEach(async () => {
  await backups.close()
  rmSync(folder, { recursive: true })
})

async function open(rhythm = '0 4 * * *'): Promise<void> {
  const place = {
    dataDir: folder,
    backupTo: 's3://stories/mine',
    backupS3KeyId: null,
    backupS3Secret: null,
    backupPassphraseFile: null,
  }
  const means = { clock, chance: () => 0.5, logger: log, place, rhythm, version: 'test' }
  backups = new Backups({ ...means, ask: async (order) => answer(order), onDamage: (because) => damage.push(because) })
  backups.open()
  await clock.waiting(1)
}

function answer(order: Order): News {
  orders.push(order)
  if (order.t === 'find-newest') return { t: 'newest', backup: newest }
  const backup = { name: nameAt(clock.now()), at: clock.now(), sizeBytes: 9 }
  return answers.shift() ?? { t: 'backed-up', backup, removed: [], notRemoved: null }
}

const failed: News = { t: 'failed', failure: { fault: 'backup-no-room', because: 'the disk has 5 MB free' } }
const madeAt = () => orders.flatMap((order) => (order.t === 'back-up' ? [order.order.now] : []))

describe('while the server runs', () => {
  test('one is made at each time of the rhythm', async () => {
    await open()
    await clock.advance(3 * day)
    const fours = ['2026-03-11', '2026-03-12', '2026-03-13'].map((date) => new Date(`${date}T04:00:00`).getTime())
    expect(madeAt()).toEqual(fours)
    expect(await backups.last()).toEqual({ at: fours[2], to: 's3://stories/mine/', sizeBytes: 9, isVerified: true })
  })

  test('one that was due while it did not run is made a minute after the start', async () => {
    newest = { name: nameAt(noon - 2 * day), at: noon - 2 * day, sizeBytes: 7 }
    await open()
    await clock.advance(minute - 1)
    expect(madeAt()).toEqual([])
    await clock.advance(1)
    expect(madeAt()).toEqual([noon + minute])
  })

  test('the newest is known before one is made', async () => {
    await open()
    expect(await backups.last()).toMatchObject({ at: noon - minute, sizeBytes: 7 })
  })

  test('none is made when the rhythm is never', async () => {
    newest = null
    await open('never')
    await clock.advance(10 * day)
    expect([madeAt(), backups.rhythm]).toEqual([[], null])
  })

  test('none is made after it was closed', async () => {
    await open()
    await backups.close()
    await clock.advance(3 * day)
    expect(madeAt()).toEqual([])
  })
})

describe('a backup that fails', () => {
  beforeEach(() => {
    newest = null
  })

  test('is warned of, stands in the ledger, and is tried again later and later', async () => {
    answers = [failed, failed, failed]
    await open()
    await clock.advance(minute)
    expect(backups.trouble()).toEqual({ fault: 'backup-no-room', at: noon + minute, because: 'the disk has 5 MB free' })
    expect(log.lines.filter(({ level }) => level === 'warn')).toMatchObject([{ event: 'backup-no-room' }])
    await clock.advance(30 * minute)
    const [first = 0, second = 0, third = 0, fourth = 0] = madeAt()
    expect([second - first, third - second, fourth - third]).toEqual([60_000, 90_000, 150_000])
    expect(madeAt()).toHaveLength(4)
    expect(backups.trouble()).toBeUndefined()
  })

  test('because the database is damaged is said once, and not tried again by itself', async () => {
    answers = [{ t: 'failed', failure: { fault: 'database-damaged', because: 'page 7 is not as it should be' } }]
    await open()
    await clock.advance(minute)
    await clock.advance(3 * day)
    expect(damage).toEqual(['page 7 is not as it should be'])
    expect(madeAt()).toEqual([noon + minute])
  })
})
