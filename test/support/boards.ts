import type { Board, BoardComponent, BoardDay, BoardIncident, BoardMaintenance, BoardUpdate } from '#protocol/board.ts'

/** Boards to make pages, feeds and documents from. Times are minutes before and after this one moment. */
export const boardNow: number = Date.UTC(2026, 10, 22, 21, 10)

export const minutes = (count: number): number => count * 60_000
const days = (count: number): number => minutes(count * 24 * 60)

/** A site of five components that are well, watched for 90 days. */
export function quietBoard(more: Partial<Board> = {}): Board {
  return {
    asOf: boardNow,
    id: 'y2j98763l56x',
    name: 'Holdfast',
    url: 'https://status.example.org',
    timeZone: 'Europe/Berlin',
    components: [
      component({ id: 'rhznvxg4v7yh', name: 'Chats and replies', hop: 'server' }),
      component({ id: 'ftgks51sfs2d', name: 'Edge', hop: 'edge', description: 'What your browser talks to.' }),
      component({ id: 'x0fvpc4kq2m1', name: 'Name service', hop: 'dns', description: 'How the site is found.' }),
      component({ id: '0cwvg0jp5cbg', name: 'Back end: attic', hop: 'backend', group: 'Model hosts' }),
      component({ id: 'fc8y53dfg85y', name: 'Back end: cellar', hop: 'backend', group: 'Model hosts' }),
    ],
    open: [],
    past: [],
    maintenances: [],
    blind: null,
    score: { right: 0, of: 0 },
    greenWhileFailingMs: 0,
    ...more,
  }
}

export function component(more: Partial<BoardComponent>): BoardComponent {
  return {
    id: 'rhznvxg4v7yh',
    name: 'Chats and replies',
    description: 'Takes what you write, and keeps it.',
    hop: 'server',
    group: null,
    state: 'operational',
    createdAt: boardNow - days(90),
    since: boardNow - days(3),
    isReported: false,
    days: Array.from({ length: 90 }, (_, age) => day(89 - age)),
    latencyMs: Array.from({ length: 48 }, (_, hour) => (hour === 20 ? null : 24 + ((hour * 37) % 29))),
    ...more,
  }
}

function day(age: number): BoardDay {
  const at = new Date(boardNow - days(age)).toISOString().slice(0, 10)
  const none = { day: at, degradedMs: 0, partialMs: 0, majorMs: 0, maintenanceMs: 0, unseenMs: 0 }
  if (age === 12) return { ...none, partialMs: minutes(34) }
  if (age === 30) return { ...none, majorMs: minutes(141) }
  if (age === 45) return { ...none, degradedMs: minutes(75) }
  if (age === 52) return { ...none, maintenanceMs: minutes(40) }
  return age === 70 ? { ...none, unseenMs: days(1) } : none
}

export function incident(more: Partial<BoardIncident> = {}): BoardIncident {
  const id = more.id ?? '2gztsrksff0v'
  return {
    id,
    number: 7,
    title: 'The server does not accept connections',
    phase: 'identified',
    impact: 'major',
    side: 'server',
    cause: { id: 'not-started', p: 0.93 },
    fault: 'origin-refused',
    evidence: ['The edge asked 127.0.0.1:8522 and was refused (ECONNREFUSED) after 2 ms, 24 times since 20:58:10 UTC'],
    safe: 'What was accepted is stored: 1,204 messages, the last at 20:58:07 UTC. What you type stays in your browser.',
    startedAt: boardNow - minutes(12),
    openedAt: boardNow - minutes(11),
    changedAt: boardNow - minutes(2),
    recoveredAt: null,
    resolvedAt: null,
    componentIds: ['rhznvxg4v7yh'],
    updates: [
      {
        id: 'wm1s8hpz5q0k',
        phase: 'identified',
        body: 'The machine of the server has run out of memory. It is being started again.',
        at: boardNow - minutes(2),
        by: 'operator',
        earlier: [{ body: 'The server has run out of disk.', until: boardNow - minutes(1) }],
        changes: [],
      },
      {
        id: `${id.slice(0, 6)}kk4d2x`,
        phase: 'investigating',
        body: 'The edge cannot reach the server.',
        at: boardNow - minutes(11),
        by: 'holdfast',
        earlier: [],
        changes: [{ componentId: 'rhznvxg4v7yh', from: 'operational', to: 'partial_outage' }],
      },
    ],
    nextUpdateBy: boardNow + minutes(28),
    missedUpdates: 0,
    forecast: {
      at: boardNow - minutes(1),
      elapsedMin: 11,
      q10: 12,
      q50: 41,
      q90: 280,
      p30: 0.43,
      n: 14,
      says: [
        '8 in 10 outages like this end 10 min to 5 h after they start.',
        'This one has lasted 11 min.',
        'Of those that got this far, half went on for another 30 min or longer, and 8 in 10 for a few minutes to 4 h.',
      ],
    },
    reports: 3,
    isBackfilled: false,
    ...more,
  }
}

/** The same incident after it was over. */
export function pastIncident(more: Partial<BoardIncident> = {}): BoardIncident {
  const { updates, ...open } = incident(more)
  const resolved: BoardUpdate = {
    id: `${open.id.slice(0, 6)}zz9m3q`,
    phase: 'resolved',
    body: 'The server answers again, and has done so for 10 minutes.',
    at: boardNow - days(2),
    by: 'holdfast',
    earlier: [],
    changes: [{ componentId: 'rhznvxg4v7yh', from: 'partial_outage', to: 'operational' }],
  }
  return {
    ...open,
    phase: 'resolved',
    startedAt: boardNow - days(2) - minutes(60),
    openedAt: boardNow - days(2) - minutes(59),
    recoveredAt: boardNow - days(2) - minutes(10),
    resolvedAt: boardNow - days(2),
    changedAt: boardNow - days(2),
    nextUpdateBy: null,
    forecast: null,
    updates: [resolved, ...updates.map((one) => ({ ...one, at: one.at - days(2) - minutes(48) }))],
    ...more,
  }
}

export function maintenance(more: Partial<BoardMaintenance> = {}): BoardMaintenance {
  return {
    id: 'k3v8q0s1m7tz',
    number: 2,
    title: 'The database moves to a larger disk',
    state: 'scheduled',
    createdAt: boardNow - days(1),
    changedAt: boardNow - days(1),
    from: boardNow + days(2),
    until: boardNow + days(2) + minutes(60),
    componentIds: ['rhznvxg4v7yh'],
    updates: [
      {
        id: 'm2q9x7v4k1zt',
        phase: 'scheduled',
        body: 'Reading goes on. What you write waits in your browser and is sent afterwards.',
        at: boardNow - days(1),
        by: 'operator',
        earlier: [],
        changes: [],
      },
    ],
    ...more,
  }
}

/** A site with a major incident open, another in the past, and maintenance ahead. */
export function failingBoard(more: Partial<Board> = {}): Board {
  const { components, ...rest } = quietBoard()
  const [chats, ...others] = components
  const failing = chats === undefined ? [] : [{ ...chats, state: 'partial_outage', since: boardNow - minutes(12) }]
  return {
    ...rest,
    components: [...failing.map((one) => component({ ...one, state: 'partial_outage' })), ...others],
    open: [incident()],
    past: [
      pastIncident({ id: 'p8d1f6j3h0sw', number: 6, title: 'A back end was too slow', impact: 'minor', side: 'model' }),
    ],
    maintenances: [maintenance()],
    score: { right: 79, of: 100 },
    greenWhileFailingMs: minutes(4),
    ...more,
  }
}
