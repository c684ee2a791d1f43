import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { impacts, type Board } from '#protocol/board.ts'
import { anyBoard } from '../../../test/support/any-board.ts'
import {
  component,
  failingBoard,
  incident,
  maintenance,
  pastIncident,
  quietBoard,
} from '../../../test/support/boards.ts'
import { agreedBoard } from '../agreed-board.ts'
import { statuspageDocument, statuspagePaths } from './documents.ts'

const componentRow = z.looseObject({
  id: z.string().check(z.regex(/^[a-z0-9]{12}$/)),
  status: z.string(),
  group: z.boolean(),
  components: z.optional(z.array(z.string())),
})
const incidentRow = z.looseObject({
  id: z.string(),
  status: z.string(),
  impact: z.enum(impacts),
  components: z.array(componentRow),
  incident_updates: z.array(z.looseObject({ created_at: z.string() })),
})
const document = z.looseObject({
  page: z.looseObject({ updated_at: z.string() }),
  status: z.optional(z.looseObject({ indicator: z.string(), description: z.string() })),
  components: z.optional(z.array(componentRow)),
  incidents: z.optional(z.array(incidentRow)),
  scheduled_maintenances: z.optional(z.array(z.looseObject({ id: z.string(), status: z.string() }))),
})

function read(name: string, board: Board): z.infer<typeof document> {
  const text = statuspageDocument(name, agreedBoard(board))
  if (text === undefined) throw new Error(`there is no ${name}`)
  return document.parse(JSON.parse(text))
}

const weights = ['none', 'maintenance', 'minor', 'major', 'critical']

describe('on any board', () => {
  test('the indicator is at least as high as the highest impact that is not resolved', () => {
    fc.assert(
      fc.property(anyBoard, (board) => {
        const { status, incidents = [] } = read('summary.json', board)
        const highest = Math.max(0, ...incidents.map(({ impact }) => weights.indexOf(impact)))
        expect(weights.indexOf(status?.indicator ?? '')).toBeGreaterThanOrEqual(highest)
      }),
    )
  })

  test('an incident that hurts shows at one of its components', () => {
    fc.assert(
      fc.property(anyBoard, (board) => {
        for (const { impact, components } of read('incidents/unresolved.json', board).incidents ?? []) {
          if (impact !== 'none') expect(components.some(({ status }) => status !== 'operational')).toBe(true)
        }
      }),
    )
  })

  test('all documents agree, for they are of one instant', () => {
    fc.assert(
      fc.property(anyBoard, (board) => {
        const summary = read('summary.json', board)
        expect(read('status.json', board).status).toEqual(summary.status)
        expect(read('components.json', board).components).toEqual(summary.components)
        expect(read('incidents/unresolved.json', board).incidents).toEqual(summary.incidents)
        for (const path of statuspagePaths) expect(read(path, board).page).toEqual(summary.page)
      }),
    )
  })

  test('groups name rows that are there, and updates come newest first', () => {
    fc.assert(
      fc.property(anyBoard, (board) => {
        const { components = [], incidents = [] } = read('summary.json', board)
        const ids = new Set(components.map(({ id }) => id))
        expect(ids.size).toBe(components.length)
        for (const { group, components: members = [] } of components) {
          expect(members.every((id) => ids.has(id))).toBe(true)
          expect(members.length > 0).toBe(group)
        }
        for (const { incident_updates: updates } of incidents) {
          const times = updates.map(({ created_at: at }) => at)
          expect(times).toEqual(times.toSorted().toReversed())
        }
      }),
    )
  })
})

test('when the last incident is resolved, its components and the banner are well in the same answer', () => {
  fc.assert(
    fc.property(anyBoard, (board) => {
      const isWell = { state: 'operational', isReported: false, distrusted: undefined } as const
      const well = board.components.map((one) => component({ ...one, ...isWell }))
      const over = { ...board, components: well, open: [], maintenances: [], blind: null }
      const { status, components = [], incidents } = read('summary.json', over)
      expect(incidents).toEqual([])
      expect(components.every(({ status: state }) => state === 'operational')).toBe(true)
      expect(status).toEqual({ indicator: 'none', description: 'All Systems Operational' })
    }),
  )
})

describe('the summary', () => {
  test('is, key by key, what the reference shows', () => {
    const {
      page,
      components = [],
      incidents = [],
      scheduled_maintenances: planned = [],
    } = read('summary.json', failingBoard())
    expect(page).toEqual({
      id: 'y2j98763l56x',
      name: 'Holdfast',
      url: 'https://status.example.org',
      time_zone: 'Europe/Berlin',
      updated_at: '2026-11-22T21:10:00.000Z',
    })
    const row =
      'id name status created_at updated_at position description showcase start_date group_id page_id group only_show_if_degraded'
    expect(Object.keys(components[0] ?? {}).toSorted()).toEqual(row.split(' ').toSorted())
    expect(components.map(({ group }) => group)).toEqual([false, false, false, true, false, false])
    const entry =
      'id name status created_at updated_at monitoring_at resolved_at impact shortlink started_at page_id incident_updates components'
    expect(Object.keys(incidents[0] ?? {}).toSorted()).toEqual(
      `${entry} reminder_intervals holdfast`.split(' ').toSorted(),
    )
    expect(Object.keys(planned[0] ?? {}).toSorted()).toEqual(
      `${entry} scheduled_for scheduled_until`.split(' ').toSorted(),
    )
    expect(incidents[0]).toMatchObject({
      status: 'identified',
      shortlink: 'https://status.example.org/i/2gztsrksff0v',
      holdfast: { hop: 'server', whose_side: 'server' },
      incident_updates: [
        { affected_components: null, updated_at: '2026-11-22T21:09:00.000Z' },
        {
          incident_id: '2gztsrksff0v',
          affected_components: [
            {
              code: 'rhznvxg4v7yh',
              name: 'Chats and replies',
              old_status: 'operational',
              new_status: 'partial_outage',
            },
          ],
        },
      ],
    })
  })

  test('says of a blind monitor, a wrong probe and mere reports neither that all is well nor that something is down', () => {
    const blind = read('status.json', quietBoard({ blind: { since: 1, lastLookAt: null } })).status
    expect(blind).toMatchObject({ indicator: 'minor', description: 'Not Measured: Our Monitor Cannot See' })
    const moved = component({ distrusted: { since: 1, because: 'It moved.' } })
    const distrusted = read('status.json', quietBoard({ components: [moved] })).status
    expect(distrusted).toMatchObject({ indicator: 'minor', description: 'Not Measured: A Probe Is Held for Wrong' })
    const reported = read('status.json', quietBoard({ components: [component({ isReported: true })] })).status
    expect(reported).toMatchObject({ indicator: 'minor', description: 'Trouble Reported, Not Confirmed' })
  })

  test('says that maintenance is going on', () => {
    const board = quietBoard({
      components: [component({ state: 'under_maintenance' })],
      maintenances: [maintenance({ state: 'in_progress' })],
    })
    expect(read('status.json', board).status).toEqual({
      indicator: 'maintenance',
      description: 'Service Under Maintenance',
    })
  })
})

test('each list has what belongs in it', () => {
  const states = ['scheduled', 'in_progress', 'verifying', 'completed'] as const
  const board = quietBoard({
    open: [incident({ impact: 'none' })],
    past: [pastIncident({ id: 'p8d1f6j3h0sw' }), pastIncident({ id: 'p8d1f6j3h0sx', phase: 'postmortem' })],
    maintenances: states.map((state, index) => maintenance({ id: `k3v8q0s1m7t${index}`, state })),
  })
  const planned = (name: string): unknown[] =>
    (read(name, board).scheduled_maintenances ?? []).map(({ status }) => status)
  expect(planned('scheduled-maintenances.json').map(String).toSorted()).toEqual([
    'completed',
    'in_progress',
    'scheduled',
    'verifying',
  ])
  expect(planned('scheduled-maintenances/upcoming.json')).toEqual(['scheduled'])
  expect(planned('scheduled-maintenances/active.json')).toEqual(['in_progress', 'verifying'])
  expect(planned('summary.json')).toEqual(['scheduled', 'in_progress', 'verifying'])
  expect(read('incidents.json', board).incidents?.map(({ status }) => status)).toEqual([
    'identified',
    'resolved',
    'postmortem',
  ])
  expect(statuspageDocument('toString', board)).toBe(undefined)
})
