import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Board } from '#protocol/board.ts'
import type { Health } from '#protocol/health.ts'
import { fail, ok } from '#shared/outcome.ts'
import { anyBoard } from '../../../test/support/any-board.ts'
import {
  boardNow,
  component,
  failingBoard,
  incident,
  maintenance,
  minutes,
  pastIncident,
  quietBoard,
} from '../../../test/support/boards.ts'
import { agreedBoard } from '../agreed-board.ts'
import { entryPage, nothingHerePage } from './entry-page.ts'
import { frontPage, type EntryFacts } from './front-page.ts'
import { historyPage } from './history-page.ts'
import { liveLinks } from './links.ts'
import type { Watched } from '../watch.ts'
import type { Processes } from './processes.ts'

const own: Health = { process: 'status', version: '1', protocol: 1, state: 'ready', upMs: 1000 }
const processes: Processes = { others: [], own, edge: 'http://127.0.0.1:8521' }

function factsOf(board: Board): EntryFacts {
  return { board: agreedBoard(board), links: liveLinks('/status'), isSnapshot: false, troubles: [] }
}
const front = (board: Board): string => frontPage({ ...factsOf(board), processes })

/** What is there to be read, without the shape of it. */
function words(html: string): string {
  const main = /<main[^>]*>([^]*)<\/main>/.exec(html)?.[1] ?? ''
  const plain = main.replaceAll(/<[^>]*>/g, ' ').replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
  return plain.replaceAll(/\s+/g, ' ')
}

describe('the front page', () => {
  test('says of an open incident whose side it is on, what is safe, and how long such things last', () => {
    const page = words(front(failingBoard()))
    expect(page).toContain('The server does not accept connections')
    expect(page).toContain('It is our side: the server. Nothing you do on your device will change that.')
    expect(page).toContain('What was accepted is stored: 1,204 messages')
    expect(page).toContain('8 in 10 outages like this end 10 min to 5 h after they start.')
    expect(page).toContain('were right 79 of 100 times')
    expect(page).toContain('The web server is not running (not-started), 93 % likely')
    expect(page).toContain('Error 521')
    expect(page).toContain('still said that all is well for 4 min while something failed already')
  })

  test('shows updates with the newest first, and what was corrected', () => {
    const page = words(front(failingBoard()))
    const [newest, oldest] = ['has run out of memory', 'cannot reach the server'].map((text) => page.indexOf(text))
    expect(newest).toBeGreaterThan(0)
    expect(oldest).toBeGreaterThan(newest ?? 0)
    expect(page).toContain('Before, it said: The server has run out of disk.')
  })

  test('has the zone beside every time, and UTC for programs and whoever points at it', () => {
    const page = front(failingBoard())
    const times = [...page.matchAll(/<time datetime="[^"]*T[^"]*Z" title="[^"]* UTC">([^<]*)<\/time>/g)]
    expect(times.length).toBeGreaterThan(5)
    for (const [, says] of times) expect(says).toMatch(/\d\d:\d\d CET$/)
  })

  test('a promise that was not kept is told', () => {
    const late = incident({ nextUpdateBy: boardNow - minutes(5), missedUpdates: 1 })
    const page = words(front(failingBoard({ open: [late] })))
    expect(page).toMatch(
      /Next word was promised by 22 Nov 2026, 22:05 CET ?, and has not come\. Promised and not kept: once\./,
    )
  })

  test('draws 90 days that can be read without seeing them', () => {
    const page = front(quietBoard())
    expect(page).toContain('aria-label="Edge, the last 90 days: 4 days with trouble, 1 day not measured"')
    expect(page).toContain('<title>23 Oct: does not work for 2 h 21 min</title>')
    expect(words(page)).toContain('Days that were not simply well: Edge')
    expect(words(page)).toContain('worked 99.88 %')
  })

  test('claims nothing of a component whose probe is held for wrong', () => {
    const moved = component({ distrusted: { since: boardNow - minutes(9), because: 'It <moved>.' } })
    const page = words(front(quietBoard({ components: [moved] })))
    expect(page).toMatch(/Since 22 Nov 2026, 22:01 CET the operator holds the probe for wrong: It <moved>\./)
    expect(page).toContain('not measured now')
    expect(page).not.toContain('Well since')
  })

  test('says how fast a model wrote when it was last tried', () => {
    const canary = { at: boardNow - minutes(4), backend: 'attic', firstTokenMs: 1240, tokensPerSecond: 31.25 }
    const shown = (more: object): string => words(front(quietBoard({ components: [component(more)] })))
    expect(shown({ canary })).toMatch(
      /It last wrote at 22 Nov 2026, 22:06 CET \(attic\): the first token after 1\.2 s, then 31\.3 tokens a second\./,
    )
    expect(shown({ canary: { ...canary, firstTokenMs: 80, tokensPerSecond: null } })).toContain('after 80 ms.')
    expect(shown({})).not.toContain('It last wrote')
  })

  test.for([
    ['blind', quietBoard({ blind: { since: boardNow - minutes(9), lastLookAt: boardNow - minutes(10) } })],
    ['reported', quietBoard({ components: [component({ isReported: true })] })],
    ['blind', quietBoard({ components: [component({ distrusted: { since: boardNow, because: 'It moved.' } })] })],
  ] as const)('what is only %s is neither red nor well', ([kind, board]) => {
    const page = front(board)
    expect(page).toMatch(new RegExp(`<div class="standing ${kind}"`))
    expect(page).not.toContain('Everything we watch works')
    expect(page).not.toMatch(/class="component (?:major|partial)/)
    expect(page).not.toMatch(/class="component operational/)
  })

  test('says that the monitor is blind, since when, and how old the last look is', () => {
    const page = words(
      front(quietBoard({ blind: { since: boardNow - minutes(9), lastLookAt: boardNow - minutes(10) } })),
    )
    expect(page).toContain('We cannot see how things are')
    expect(page).toMatch(/since 22 Nov 2026, 22:01 CET ?: what it cannot reach may be well, or not\./)
    expect(page).toContain('It last saw something 10 min before')
  })

  test('is not green of a process that has just not answered, though no incident is open yet', () => {
    const at = { since: boardNow, askedAt: boardNow, lastAnswerAt: undefined }
    const others: Watched[] = [
      { ...at, name: 'edge', answer: ok({ ...own, process: 'edge' }) },
      { ...at, name: 'server', answer: fail('refused') },
    ]
    const page = frontPage({ ...factsOf(quietBoard()), processes: { ...processes, others } })
    expect(page).toContain('<div class="standing watched"')
    expect(words(page)).toContain('The server does not answer')
    expect(page).not.toContain('Everything we watch works')
  })

  test('names work that is planned and work that goes on', () => {
    expect(words(front(failingBoard()))).toMatch(
      /Planned work The database moves to a larger disk State Scheduled When 24 Nov 2026, 22:10 CET/,
    )
    const busy = quietBoard({
      components: [component({ state: 'under_maintenance' })],
      maintenances: [maintenance({ state: 'in_progress' })],
    })
    expect(words(front(busy))).toContain('Maintenance: The database moves to a larger disk')
  })

  test('shows the latest words of a long incident, and leads to the rest', () => {
    const ids = Array.from({ length: 40 }, (_, index) => `update${100_000 + index}`)
    const updates = ids.flatMap((id) =>
      incident()
        .updates.slice(0, 1)
        .map((update) => ({ ...update, id })),
    )
    const long = incident({ updates })
    const page = front(failingBoard({ open: [long] }))
    expect(page.match(/has run out of memory/g)).toHaveLength(6)
    expect(page).toContain('<a href="/status/i/2gztsrksff0v">All 40 updates</a>')
    const whole = entryPage(long.id, factsOf(failingBoard({ open: [long] })))
    expect(whole?.match(/has run out of memory/g)).toHaveLength(40)
  })

  test('stays below 30 KB on the way, however much there is to tell', () => {
    const names = Array.from({ length: 24 }, (_, index) => `Back end number ${index}`)
    const canary = { at: boardNow, backend: 'x'.repeat(100), firstTokenMs: 1240, tokensPerSecond: 31.25 }
    const components = names.map((name, index) => component({ name, id: `component${100 + index}`, canary }))
    const open = names.slice(0, 6).map((title, index) => incident({ title, id: `incidents${100 + index}` }))
    const past = names.map((title, index) => pastIncident({ title, id: `incidents${200 + index}` }))
    expect(gzipSync(front(quietBoard({ components, open, past }))).length).toBeLessThan(30_000)
  })
})

test('the history has every incident, and what was written down after the fact is called so', () => {
  const past = [pastIncident(), pastIncident({ id: 'p8d1f6j3h0sw', title: 'An old one', isBackfilled: true })]
  const page = historyPage(factsOf(quietBoard({ past, maintenances: [maintenance({ state: 'completed' })] })))
  expect(words(page)).toContain(
    'The server does not accept connections 20 Nov 2026, 21:10 CET , lasted 50 min, on our side: the server',
  )
  expect(words(historyPage(factsOf(failingBoard())))).toContain(
    '22 Nov 2026, 21:58 CET , goes on, on our side: the server',
  )
  expect(words(page)).toMatch(/An old one .* written down after it was over/)
  expect(words(page)).toContain('Planned work that is done The database moves to a larger disk')
  expect(page).toContain('href="/status/i/p8d1f6j3h0sw"')
})

describe('the page of one incident', () => {
  test('tells what was measured from what was declared', () => {
    const page = words(entryPage('2gztsrksff0v', factsOf(quietBoard({ past: [pastIncident()] }))) ?? '')
    expect(page).toMatch(/Measured well again 20 Nov 2026, 22:00 CET ?, after 50 min/)
    expect(page).toContain('Declared over 20 Nov 2026, 22:10 CET')
    expect(page).not.toContain('How long does it last?')
  })

  test('is there for maintenance, too, and for nothing else', () => {
    expect(entryPage('k3v8q0s1m7tz', factsOf(failingBoard()))).toContain('<h1>The database moves to a larger disk</h1>')
    expect(entryPage('nothing00000', factsOf(failingBoard()))).toBe(undefined)
    expect(words(nothingHerePage(factsOf(quietBoard())))).toContain('There is no such page')
  })
})

test('whatever is written on a board is text on its pages', () => {
  fc.assert(
    fc.property(anyBoard, (board) => {
      const facts = factsOf(board)
      const entries = [...board.open, ...board.past, ...board.maintenances].map(({ id }) => entryPage(id, facts) ?? '')
      for (const page of [front(board), historyPage(facts), ...entries]) {
        expect(page.match(/<script/g)).toHaveLength(1)
        expect(page).not.toMatch(/<b>|&amp;<|\]\]></)
      }
    }),
    { numRuns: 40 },
  )
})
