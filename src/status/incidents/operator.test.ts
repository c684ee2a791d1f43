import { describe, expect, test } from 'vitest'
import type { BoardIncident } from '#protocol/board.ts'
import { watchedSite, type WatchedSite } from '../../../test/support/watched-site.ts'
import { announceMaintenance, updateMaintenance } from './edit-maintenance.ts'
import { correctUpdate, mergeIncident, openIncident, updateIncident } from './edit.ts'
import { versionsIn } from './operator-routes.ts'
import { standingOf } from '../standing.ts'

const minuteMs = 60_000

async function site(): Promise<WatchedSite> {
  const watched = await watchedSite()
  await watched.clock.advance(minuteMs)
  return watched
}

function idOf({ board }: WatchedSite, name: string): string {
  return board().components.find((component) => component.name === name)?.id ?? ''
}

function opened(watched: WatchedSite, name = 'Edge'): string {
  const asked = { title: 'Pictures are missing', impact: 'minor', side: 'edge', body: 'We look.' } as const
  const done = openIncident(watched, { ...asked, componentIds: [idOf(watched, name)] })
  if (!done.ok) throw new Error(done.error.because)
  return done.value.id
}

const only = ({ board }: WatchedSite): BoardIncident => {
  const [incident] = [...board().open, ...board().past]
  if (incident === undefined) throw new Error('there is none')
  return incident
}

test('what people open shows at its components at once, and goes with it', async () => {
  const watched = await site()
  const id = opened(watched)
  expect(watched.board().components[0]?.state).toBe('degraded_performance')
  const done = updateIncident(watched, id, { version: 1, phase: 'resolved', body: 'They are back.' })
  expect(done).toMatchObject({ ok: true })
  expect(watched.board()).toMatchObject({ open: [], past: [{ phase: 'resolved', resolvedAt: watched.clock.now() }] })
  expect(watched.board().components[0]?.state).toBe('operational')
})

test('of two edits that race the second is told so, and nothing of either is lost', async () => {
  const watched = await site()
  const id = opened(watched)
  const seen = { version: 1, phase: 'identified' } as const
  expect(updateIncident(watched, id, { ...seen, body: 'The cache.' })).toMatchObject({ ok: true })
  const second = updateIncident(watched, id, { ...seen, body: 'The disk.' })
  expect(second).toMatchObject({ ok: false, error: { fault: 'edited-meanwhile' } })
  expect(only(watched).updates.map(({ body }) => body)).toEqual(['The cache.', 'We look.'])
})

test('a correction shows what stood there before, and until when', async () => {
  const watched = await site()
  const id = opened(watched)
  const [update] = only(watched).updates
  await watched.clock.advance(minuteMs)
  const until = watched.clock.now()
  correctUpdate(watched, id, { version: 1, updateId: update?.id ?? '', body: 'We look at it.' })
  expect(only(watched).updates).toMatchObject([{ body: 'We look at it.', earlier: [{ body: 'We look.', until }] }])
})

test.for([
  ['postmortem before it is over', 'postmortem', 'not-that-step'],
  ['a phase that is the same', 'investigating', undefined],
] as const)('%s', async ([, phase, fault]) => {
  const watched = await site()
  const done = updateIncident(watched, opened(watched), { version: 1, phase, body: 'So.' })
  expect(done.ok ? undefined : done.error.fault).toBe(fault)
})

test('nobody declares over what our own probes still see failing', async () => {
  const watched = await site()
  watched.fails = (hop) => hop === 'server'
  await watched.clock.advance(minuteMs)
  const { id } = only(watched)
  const done = updateIncident(watched, id, { version: 1, phase: 'resolved', body: 'All is well.' })
  expect(done).toMatchObject({ ok: false, error: { fault: 'not-that-step' } })
})

describe('a monitor that the operator holds for wrong', () => {
  const reason = 'The probe asks an address that is gone.'

  /** The server seems to be away, and the operator knows better. */
  async function overridden(): Promise<WatchedSite> {
    const watched = await site()
    watched.fails = (hop) => hop === 'server'
    await watched.clock.advance(2 * minuteMs)
    const { id } = only(watched)
    const [version, phase] = [versionsIn(watched.store)[id] ?? 0, 'resolved' as const]
    const done = updateIncident(watched, id, { version, phase, body: 'It works.', probesWrong: reason })
    expect(done).toMatchObject({ ok: true })
    return watched
  }

  test('is overruled in public, opens nothing anew for hours, and is shown as no measurement', async () => {
    const watched = await overridden()
    const said = only(watched).updates[0]
    expect(said).toMatchObject({ phase: 'resolved', by: 'operator' })
    expect(said?.body).toBe(
      `It works.\n\nOur own probes see it fail still. The operator holds them for wrong, and answers for that: ${reason}`,
    )
    expect(watched.board().open).toEqual([])
    await watched.clock.advance(3 * 60 * minuteMs)
    const { open, past, components } = watched.board()
    expect([open.length, past.length]).toEqual([0, 1])
    expect(watched.monitor.view.failing).toEqual([])
    // The server, and what nobody can see behind it.
    expect(components.map(({ state }) => state)).toEqual(Array(4).fill('operational'))
    expect(components.map(({ distrusted }) => distrusted?.because)).toEqual([undefined, reason, reason, reason])
    expect(standingOf(watched.board())).toMatchObject({
      kind: 'blind',
      says: 'We cannot measure Server, a, b: our probe is held for wrong',
    })
    const days = components[1]?.days ?? []
    expect(days.reduce((sum, { unseenMs }) => sum + unseenMs, 0)).toBeGreaterThan(175 * minuteMs)
    expect(days.reduce((sum, { majorMs }) => sum + majorMs, 0)).toBeLessThan(3 * minuteMs)
  })

  test('is believed again once it has seen it well, and what fails after that is another incident', async () => {
    const watched = await overridden()
    watched.fails = () => false
    await watched.clock.advance(2 * minuteMs)
    expect(watched.board().components.every(({ distrusted }) => distrusted === undefined)).toBe(true)
    expect(standingOf(watched.board()).kind).toBe('well')
    watched.fails = (hop) => hop === 'server'
    await watched.clock.advance(2 * minuteMs)
    expect(watched.board()).toMatchObject({ open: [{ title: 'The server does not answer' }], past: [{ number: 1 }] })
  })

  test('hides no failure of anything else, and keeps none from being over', async () => {
    const watched = await overridden()
    watched.fails = (hop) => hop === 'server' || hop === 'edge'
    await watched.clock.advance(2 * minuteMs)
    expect(watched.board().open).toMatchObject([{ title: 'The edge does not answer', componentIds: { length: 1 } }])
    watched.fails = (hop) => hop === 'server'
    await watched.clock.advance(10 * minuteMs)
    expect(watched.board().open).toEqual([])
  })

  test('was right when its incident is opened again', async () => {
    const watched = await overridden()
    const { id } = only(watched)
    const version = versionsIn(watched.store)[id] ?? 0
    updateIncident(watched, id, { version, phase: 'investigating', body: 'It fails after all.' })
    await watched.clock.advance(minuteMs)
    const { open, components } = watched.board()
    expect(open).toMatchObject([{ id, phase: 'investigating' }])
    expect(components[1]).toMatchObject({ state: 'major_outage' })
    expect(components[1]).not.toHaveProperty('distrusted')
  })

  test.for([
    ['an incident that goes on', 'identified'],
    ['one that no probe has seen', 'resolved'],
  ] as const)('is not overruled for %s', async ([, phase]) => {
    const watched = await site()
    const asked = { version: 1, phase, body: 'So.', probesWrong: reason }
    const done = updateIncident(watched, opened(watched), asked)
    expect(done).toMatchObject({ ok: false, error: { fault: 'not-that-step' } })
    expect(only(watched).updates).toHaveLength(1)
  })
})

test('an outage of what a person has named already is theirs, and keeps their words', async () => {
  const watched = await site()
  opened(watched, 'Server')
  watched.fails = (hop) => hop === 'server'
  await watched.clock.advance(2 * minuteMs)
  expect(watched.board().open).toMatchObject([{ title: 'Pictures are missing', evidence: ['Server: ECONNREFUSED'] }])
})

test('an outage of something else is an incident of its own', async () => {
  const watched = await site()
  opened(watched, 'a')
  watched.fails = (hop) => hop === 'edge'
  await watched.clock.advance(minuteMs)
  expect(watched.board().open.map(({ title }) => title)).toContain('Pictures are missing')
  expect(watched.board().open).toHaveLength(2)
})

test('two that were one are told as one, from the earlier beginning on', async () => {
  const watched = await site()
  const first = opened(watched, 'a')
  await watched.clock.advance(minuteMs)
  const second = opened(watched, 'b')
  expect(mergeIncident(watched, first, { version: 1, into: second })).toMatchObject({ ok: true })
  const { open, past } = watched.board()
  expect(past).toEqual([])
  expect(open).toMatchObject([{ id: second, componentIds: { length: 2 } }])
  expect(open[0]?.startedAt).toBeLessThan(open[0]?.openedAt ?? 0)
  expect(updateIncident(watched, first, { version: 2, phase: 'identified', body: 'x' }).ok).toBe(false)
})

test('what is written down afterwards says so, and counts as green while failing', async () => {
  const watched = await site()
  const now = watched.clock.now()
  const asked = { title: 'Slow replies', impact: 'minor', side: 'model', body: 'It was slow.' } as const
  const times = { startedAt: now - 50 * minuteMs, recoveredAt: now - 20 * minuteMs }
  openIncident(watched, { ...asked, componentIds: [], ...times })
  expect(watched.board()).toMatchObject({
    open: [],
    past: [{ isBackfilled: true, phase: 'resolved', openedAt: now }],
    greenWhileFailingMs: 30 * minuteMs,
  })
})

test('announced work begins and ends by the clock, may fail meanwhile, and is over when it is measured well', async () => {
  const watched = await site()
  const from = watched.clock.now() + 10 * minuteMs
  const until = from + 30 * minuteMs
  const componentIds = ['Server', 'a', 'b'].map((name) => idOf(watched, name))
  announceMaintenance(watched, { title: 'New disk', body: 'We change it.', componentIds, from, until })
  const stateAt = async (ms: number): Promise<unknown> => {
    await watched.clock.advance(ms - watched.clock.now())
    const { maintenances, open, components } = watched.board()
    return [maintenances[0]?.state, open.length, components[1]?.state]
  }
  watched.fails = (hop, at) => hop === 'server' && at > from + minuteMs && at < until - 5 * minuteMs
  expect(await stateAt(from - minuteMs)).toEqual(['scheduled', 0, 'operational'])
  expect(await stateAt(from + 15 * minuteMs)).toEqual(['in_progress', 0, 'under_maintenance'])
  expect(await stateAt(until + 2 * minuteMs)).toEqual(['completed', 0, 'operational'])
})

test('work is put to another time, called off, and not begun again', async () => {
  const watched = await site()
  const from = watched.clock.now() + 10 * minuteMs
  const asked = { title: 'New disk', body: 'Soon.', componentIds: [], from, until: from + minuteMs }
  const made = announceMaintenance(watched, asked)
  if (!made.ok) throw new Error(made.error.because)
  const { id } = made.value
  const later = {
    version: 1,
    state: 'scheduled',
    body: 'A day later.',
    from: from + 1,
    until: from + 2 * minuteMs,
  } as const
  expect(updateMaintenance(watched, id, later)).toMatchObject({ ok: true, value: { from_at: from + 1 } })
  expect(updateMaintenance(watched, id, { version: 2, state: 'completed', body: 'Called off.' }).ok).toBe(true)
  const again = updateMaintenance(watched, id, { version: 3, state: 'in_progress', body: 'Or not.' })
  expect(again).toMatchObject({ ok: false, error: { fault: 'not-that-step' } })
})
