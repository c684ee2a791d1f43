import { afterEach, describe, expect, test } from 'vitest'
import type { Receipt } from '#protocol/report.ts'
import { keptLog } from '../../../test/fixtures/kept-log.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { openStore, type Store } from '../store/store.ts'
import { Confirming } from './confirm.ts'
import { marker } from './marks.ts'
import { Reports } from './reports.ts'

const minute = 60_000
const toClose: (() => void)[] = []
afterEach(() => {
  for (const close of toClose.splice(0)) close()
})

/** Reports over the server and the edge, in a database in memory. */
async function openReports(ask: (receipt: string) => unknown = () => undefined) {
  const clock = manualClock(Date.UTC(2026, 10, 29, 12))
  const store = await openStore(null, { clock, log: keptLog() })
  for (const [position, hop] of (['edge', 'server'] as const).entries()) watch(store, hop, position)
  let changes = 0
  const reports = new Reports({
    store,
    clock,
    log: keptLog(),
    confirming: new Confirming(async (receipt) => ask(receipt), clock),
    markOf: marker(clock, () => 'salt'),
    changed: () => (changes += 1),
  })
  toClose.push(reports.start(), store.close)
  const from = async (addresses: readonly string[], said: Parameters<Reports['report']>[0] = {}) =>
    Promise.all(addresses.map((address) => reports.report(said, address)))
  return { clock, store, reports, from, changes: () => changes }
}

function watch({ db, write, run }: Store, hop: 'edge' | 'server', position: number): void {
  const row = { key: hop, name: hop, description: '', hop, group: null, position, created_at: 0, retired_at: null }
  write(() => run(db.insertInto('components').values({ id: idOf(hop), ...row })))
}

function idOf(hop: string): string {
  return hop.padEnd(12, '0')
}

function turn({ db, write, run }: Store, state: 'operational' | 'major_outage' | 'under_maintenance'): void {
  write(() =>
    run(db.insertInto('states').values({ id: null, component_id: idOf('server'), state, at: 0, because: null })),
  )
}

const server = idOf('server')
const households = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `192.0.${i >> 8}.${i & 255}`)

describe('what people report', () => {
  test('is more than chance from the fifth person on, and says so within a minute', async () => {
    const { clock, reports, from, changes } = await openReports()
    await from(households(4))
    await clock.advance(minute)
    expect(reports.isReported(server)).toBe(false)
    await from(['198.51.100.1'])
    await clock.advance(minute)
    expect(reports.isReported(server)).toBe(true)
    expect(reports.isReported(idOf('edge'))).toBe(false)
    expect(changes()).toBe(1)
  })

  test('is over some time after the last window that had too many', async () => {
    const { clock, reports, from, changes } = await openReports()
    await from(households(5))
    await clock.advance(minute)
    await clock.advance(80 * minute)
    expect(reports.isReported(server)).toBe(false)
    expect(changes()).toBe(2)
  })

  test('says nothing beside what our own looks see, nor while the work was announced', async () => {
    const { clock, store, reports, from } = await openReports()
    await from(households(9))
    await clock.advance(minute)
    for (const state of ['major_outage', 'under_maintenance'] as const) {
      turn(store, state)
      expect(reports.isReported(server)).toBe(false)
    }
    turn(store, 'operational')
    expect(reports.isReported(server)).toBe(true)
  })

  test('is answered with what became of it', async () => {
    const { from } = await openReports()
    const [first] = await from(['192.0.2.1'])
    expect(first).toEqual({ component: server, isCounted: true, isConfirmed: false, people: 1, isReported: false })
    const [again] = await from(['192.0.2.1'], { component: server })
    expect(again).toMatchObject({ isCounted: false, people: 1 })
    const [other] = await from(['192.0.2.1'], { hop: 'edge' })
    expect(other).toMatchObject({ component: idOf('edge'), isCounted: true })
    const [nothing] = await from(['192.0.2.1'], { hop: 'canary' })
    expect(nothing).toMatchObject({ component: null, isCounted: false })
  })

  test('is added up without anybody’s address, also on the disk', async () => {
    const { clock, store, reports, from } = await openReports()
    await from(households(7))
    const noon = clock.now()
    expect(reports.peopleBetween([server], noon - minute, noon)).toBe(7)
    await clock.advance(minute)
    expect(reports.peopleBetween([server], noon - minute, clock.now())).toBe(7)
    expect(reports.peopleBetween([server], noon - 60 * minute, noon - 30 * minute)).toBe(0)
    expect(reports.totals().get(server)).toBe(7)
    const kept = store.all(store.db.selectFrom('report_slots').selectAll())
    expect(JSON.stringify(kept)).not.toContain('192.0')
  })
})

describe('a flood of reports', () => {
  test('of 10,000 in a minute from one address is one report', async () => {
    const { clock, reports, from } = await openReports()
    const answers = await from(Array.from({ length: 10_000 }, () => '192.0.2.1'))
    expect(answers.filter(({ isCounted }) => isCounted)).toHaveLength(1)
    await clock.advance(minute)
    expect(reports.isReported(server)).toBe(false)
  })

  test('of 10,000 from the addresses of one household is one report', async () => {
    const { clock, reports, from } = await openReports()
    await from(Array.from({ length: 10_000 }, (_, i) => `2001:db8:1:2::${i.toString(16)}`))
    await clock.advance(minute)
    expect(reports.isReported(server)).toBe(false)
  })

  test('of 10,000 from as many addresses raises a word, and no state', async () => {
    const { clock, store, reports, from } = await openReports()
    await from(households(10_000))
    await clock.advance(minute)
    expect(reports.isReported(server)).toBe(true)
    expect(store.all(store.db.selectFrom('states').selectAll())).toEqual([])
    expect(store.all(store.db.selectFrom('incidents').selectAll())).toEqual([])
  })

  test('one address never makes an alarm, however long it goes on', async () => {
    const { clock, reports, from } = await openReports()
    for (let hour = 0; hour < 72; hour++) {
      for (let quarter = 0; quarter < 4; quarter++) {
        await from(['192.0.2.1', '192.0.2.1'])
        await clock.advance(15 * minute)
        expect(reports.isReported(server)).toBe(false)
      }
    }
  })
})

describe('a report with a receipt', () => {
  const met = (requestId: string, more: Partial<Receipt> = {}): Receipt => ({
    requestId,
    fault: 'origin-refused',
    at: Date.UTC(2026, 10, 29, 11, 59),
    ...more,
  })

  test('that the edge knows again is a measurement, once', async () => {
    const { reports, from } = await openReports((receipt) => met(receipt.split('~')[0] ?? ''))
    const [one] = await from(['192.0.2.1'], { receipt: 'request-1~x' })
    const [same] = await from(['192.0.2.2'], { receipt: 'request-1~x' })
    expect([one?.isConfirmed, same?.isConfirmed]).toEqual([true, false])
    expect(reports.takeMeasured()).toEqual([{ ...met('request-1'), componentId: server }])
  })

  test.for([
    ['is forged', undefined],
    ['is answered with something else', '<html>'],
    ['is for a fault of their own', met('request-1', { fault: 'not-found' })],
    ['is for a fault that nobody knows', met('request-1', { fault: 'toString' })],
    ['is from yesterday', met('request-1', { at: Date.UTC(2026, 10, 28, 12) })],
  ] as const)('that %s is an opinion like any other', async ([, told]) => {
    const { reports, from } = await openReports(() => told)
    const [said] = await from(['192.0.2.1'], { receipt: 'request-1~x' })
    expect(said).toMatchObject({ isCounted: true, isConfirmed: false })
    expect(reports.takeMeasured()).toEqual([])
  })

  test('is not asked about more often than the edge can bear', async () => {
    let asked = 0
    const { clock, from } = await openReports(() => {
      asked += 1
    })
    for (let i = 0; i < 1_000; i++) await from(['192.0.2.1'], { receipt: `request-${i}~x` })
    expect(asked).toBe(120)
    await clock.advance(minute)
    await from(['192.0.2.1'], { receipt: 'request-1~x' })
    expect(asked).toBe(121)
  })
})

describe('what browsers tell by themselves', () => {
  test('counts as the report of the same person, and is told as evidence', async () => {
    const { clock, reports, from } = await openReports()
    const refused = { hop: 'edge', agoMs: 30_000, kind: 'tcp.refused' } as const
    for (const address of households(5)) reports.networkErrors([refused, refused], address)
    await from(households(5), { hop: 'edge' })
    expect(reports.peopleBetween([idOf('edge')], 0, clock.now())).toBe(5)
    expect(reports.seenByBrowsers(idOf('edge'))).toEqual(['browsers told of tcp.refused, 10 times'])
    await clock.advance(minute)
    expect(reports.isReported(idOf('edge'))).toBe(true)
    await clock.advance(120 * minute)
    expect(reports.seenByBrowsers(idOf('edge'))).toEqual([])
  })
})

test('what was usual is remembered over a restart, and an hour of trouble is not', async () => {
  const { clock, store, from } = await openReports()
  await clock.advance(60 * minute)
  await from(['192.0.2.1', '192.0.2.2'])
  await clock.advance(60 * minute)
  await from(households(40))
  await clock.advance(60 * minute)
  const hours = store.all(store.db.selectFrom('report_hours').selectAll().where('component_id', '=', server))
  expect(hours.map(({ people, is_calm: isCalm }) => [people, isCalm])).toEqual([
    [2, 1],
    [40, 0],
  ])
})
