import { describe, expect, test, vi } from 'vitest'
import { boardSchema, type BoardIncident } from '#protocol/board.ts'
import { seededChance } from '#shared/ids.ts'
import { watchedSite, type WatchedSite } from '../../../test/support/watched-site.ts'

// An hour of looks takes a second of an idle machine.
vi.setConfig({ testTimeout: 240_000 })

const secondMs = 1_000
const minuteMs = 60_000
const hourMs = 3_600_000

function all(site: WatchedSite): readonly BoardIncident[] {
  const { open, past } = site.board()
  return [...open, ...past]
}

test('single lost probes in 24 hours are no incident', async () => {
  const site = await watchedSite()
  const chance = seededChance(3)
  let lastLost = 0
  let lost = 0
  site.fails = (hop, at) => {
    // Far enough from the one before that it is a single one: each 5 minutes at most.
    if (hop !== 'server' || at - lastLost < 5 * minuteMs || chance() > 0.2) return false
    lastLost = at
    lost++
    return true
  }
  await site.clock.advance(24 * hourMs)
  expect(lost).toBeGreaterThan(100)
  expect(all(site)).toEqual([])
  expect(site.board().components.map(({ state }) => state)).toEqual(Array(4).fill('operational'))
})

test('what goes and comes every 20 seconds is one incident', async () => {
  const site = await watchedSite()
  await site.clock.advance(minuteMs)
  const from = site.clock.now()
  site.fails = (hop, at) =>
    hop === 'server' && Math.floor((at - from) / (20 * secondMs)) % 2 === 0 && at < from + hourMs
  await site.clock.advance(hourMs)
  expect(site.board().open).toHaveLength(1)
  await site.clock.advance(10 * minuteMs)
  expect(all(site)).toMatchObject([{ phase: 'resolved', title: 'The server does not answer' }])
})

test.for([0, 1_500, 3_000])(
  'what is down for 10 seconds and up for 10 is public within 45, whenever it begins, with looks of %i ms',
  async (lookMs) => {
    for (let offsetMs = 0; offsetMs < 20_000; offsetMs += 700) {
      const site = await watchedSite({ lookMs })
      await site.clock.advance(minuteMs + offsetMs)
      const from = site.clock.now()
      site.fails = (hop, at) => hop === 'edge' && Math.floor((at - from) / (10 * secondMs)) % 2 === 0
      await site.clock.advance(45 * secondMs)
      expect(site.board().open, `after ${offsetMs} ms`).toHaveLength(1)
    }
  },
)

test('a monitor that is cut off is blind, says since when it saw nothing, and makes no incident of it', async () => {
  const site = await watchedSite()
  await site.clock.advance(minuteMs)
  const cutAt = site.clock.now()
  site.isCutOff = (at) => at >= cutAt && at < cutAt + hourMs
  await site.clock.advance(30 * minuteMs)
  const { blind, open, components } = site.board()
  expect(open).toEqual([])
  expect(blind?.since).toBeLessThan(cutAt + 20 * secondMs)
  expect(blind?.lastLookAt).toBeLessThanOrEqual(cutAt)
  expect(components.map(({ state }) => state)).toEqual(Array(4).fill('operational'))
  await site.clock.advance(40 * minuteMs)
  expect(site.board().blind).toBeNull()
  const unseenMs = site.board().components[0]?.days.reduce((sum, day) => sum + day.unseenMs, 0) ?? 0
  expect(Math.abs(unseenMs - hourMs)).toBeLessThan(30 * secondMs)
  expect(all(site)).toEqual([])
})

test('an outage is one incident of everything behind it, public within 45 seconds, at whatever moment it begins', async () => {
  for (const offsetMs of [0, 3_000, 6_000, 9_500]) {
    const site = await watchedSite()
    await site.clock.advance(minuteMs + offsetMs)
    const brokeAt = site.clock.now()
    site.fails = (hop) => hop === 'server'
    await site.clock.advance(45 * secondMs)
    const [incident, ...others] = site.board().open
    expect(others).toEqual([])
    expect(incident).toMatchObject({
      impact: 'critical',
      side: 'server',
      phase: 'investigating',
      componentIds: { length: 3 },
    })
    expect((incident?.openedAt ?? 0) - brokeAt).toBeLessThan(45 * secondMs)
    expect(site.board().components.map(({ state }) => state)).toEqual(['operational', ...Array(3).fill('major_outage')])
    expect(boardSchema.safeParse(site.board()).success).toBe(true)
  }
})

test('measured recovery and declared closure are two times, and what was measured judges the forecasts', async () => {
  const site = await watchedSite()
  await site.clock.advance(minuteMs)
  const brokeAt = site.clock.now()
  site.fails = (hop, at) => hop === 'server' && at < brokeAt + 12 * minuteMs
  await site.clock.advance(11 * minuteMs)
  expect(site.board().open[0]?.forecast).toMatchObject({
    n: 0,
    says: expect.arrayContaining([expect.stringContaining('8 in 10')]),
  })
  await site.clock.advance(2 * minuteMs)
  expect(site.board().open).toMatchObject([{ phase: 'monitoring' }])
  await site.clock.advance(6 * minuteMs)
  const { open, past, score, greenWhileFailingMs, components } = site.board()
  expect(open).toEqual([])
  const [incident] = past
  if (incident?.recoveredAt == null || incident.resolvedAt === null) throw new Error('it is not over')
  expect(Math.abs(incident.recoveredAt - brokeAt - 12 * minuteMs)).toBeLessThan(15 * secondMs)
  expect(incident.resolvedAt - incident.recoveredAt).toBeGreaterThan(5 * minuteMs - 15 * secondMs)
  expect(incident.updates.map(({ phase }) => phase)).toEqual(['resolved', 'monitoring', 'investigating'])
  expect(score).toMatchObject({ of: 3 })
  expect(score.right).toBeGreaterThan(0)
  expect(greenWhileFailingMs).toBe(incident.openedAt - incident.startedAt)
  expect(components.map(({ state }) => state)).toEqual(Array(4).fill('operational'))
})

test('one back end of several is a minor matter, and the second makes it a major one in the same incident', async () => {
  const site = await watchedSite()
  site.fails = (hop, at) => hop === 'backend:a' || (hop === 'backend:b' && at > from + 5 * minuteMs)
  const from = site.clock.now()
  await site.clock.advance(2 * minuteMs)
  expect(site.board().open).toMatchObject([{ impact: 'minor', side: 'model', title: 'The model a does not answer' }])
  await site.clock.advance(5 * minuteMs)
  expect(site.board().open).toMatchObject([
    { impact: 'major', title: 'No model can write', componentIds: { length: 2 } },
  ])
})

test('a promised word that does not come is marked', async () => {
  const site = await watchedSite()
  site.fails = (hop) => hop === 'edge'
  await site.clock.advance(70 * minuteMs)
  expect(site.board().open).toMatchObject([{ missedUpdates: 2 }])
})

describe.for([
  ['back by an hour', -hourMs],
  ['on by a day', 24 * hourMs],
] as const)('a clock that is set %s', ([, byMs]) => {
  test('is no outage, and no time of one', async () => {
    const site = await watchedSite()
    await site.clock.advance(10 * minuteMs)
    site.clock.set(byMs)
    await site.clock.advance(10 * minuteMs)
    expect(all(site)).toEqual([])
    const { components, blind } = site.board()
    expect(blind).toBeNull()
    expect(components.map(({ state }) => state)).toEqual(Array(4).fill('operational'))
    for (const { unseenMs, degradedMs, partialMs, majorMs } of components.flatMap(({ days }) => days)) {
      expect(unseenMs).toBeGreaterThanOrEqual(0)
      expect([degradedMs, partialMs, majorMs]).toEqual([0, 0, 0])
    }
  })

  test('in an outage leaves it one incident, which is over when it is measured well, and ends after it began', async () => {
    const site = await watchedSite()
    await site.clock.advance(10 * minuteMs)
    let isDown = true
    site.fails = (hop) => isDown && hop === 'server'
    await site.clock.advance(5 * minuteMs)
    expect(site.board().open).toHaveLength(1)
    site.clock.set(byMs)
    await site.clock.advance(5 * minuteMs)
    expect(site.board().open).toHaveLength(1)
    isDown = false
    await site.clock.advance(20 * minuteMs)
    expect(site.board().open).toEqual([])
    const [incident, ...more] = all(site)
    expect(more).toEqual([])
    expect(incident?.recoveredAt).toBeGreaterThanOrEqual(incident?.startedAt ?? Infinity)
    expect(incident?.resolvedAt).toBeGreaterThanOrEqual(incident?.recoveredAt ?? Infinity)
    expect(boardSchema.safeParse(site.board()).success).toBe(true)
  })
})
