import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import type { BriefBoard } from '#protocol/brief-board.ts'
import { manualClock } from '../../../test/support/clock.ts'
import { testBrowser } from '../test-means.ts'
import { ToldStatus } from './told-status.ts'

const quiet: BriefBoard = { asOf: 0, name: 'Holdfast', blindSince: null, open: [] }
const title = 'The server does not accept connections'
const incident = { id: '2gztsrksff0v', title, side: 'server', startedAt: 0, safe: 'All of it.', says: [] } as const
const failing = (safe: string = incident.safe): BriefBoard => ({ ...quiet, open: [{ ...incident, safe, says: [] }] })

function tellingOf(first: BriefBoard | null) {
  const clock = manualClock()
  const { shelf } = testBrowser()
  const isAway = signal(false)
  const site = { board: first, asked: 0 }
  const fetch = async (): Promise<Response> => {
    site.asked += 1
    return site.board === null ? new Response('', { status: 523 }) : Response.json(site.board)
  }
  const open = (): ToldStatus => new ToldStatus({ clock, shelf, fetch, isAway, onWake: () => () => undefined })
  return { clock, shelf, isAway, site, open }
}

test('an open incident is known, and none when it is over', async () => {
  const { site, open } = tellingOf(failing())
  const status = open()
  await status.ask()
  expect(status.incident.value?.title).toBe(title)
  site.board = quiet
  await status.ask()
  expect(status.incident.value).toBe(null)
})

test('what was said last is kept for the next page, with its age, until nobody can know any more', async () => {
  const { clock, site, open } = tellingOf(failing())
  await open().ask()
  site.board = null
  await clock.advance(10 * 60_000)
  const later = open()
  await later.ask()
  expect(later.incident.value?.title).toBe(title)
  expect(later.ageMs()).toBe(10 * 60_000)
  const end = later.start()
  await clock.advance(21 * 60_000)
  expect(later.incident.value).toBe(null)
  expect(later.told.value?.board.name).toBe('Holdfast')
  end()
})

test('it is asked once a minute, and every ten seconds while something is wrong', async () => {
  const { clock, isAway, site, open } = tellingOf(quiet)
  const end = open().start()
  await clock.advance(0)
  expect(site.asked).toBe(1)
  await clock.advance(60_000)
  expect(site.asked).toBe(2)
  isAway.value = true
  await clock.advance(60_000)
  // At once, unless it was being asked already.
  const asked = site.asked
  expect([8, 9]).toContain(asked)
  end()
  await clock.advance(600_000)
  expect(site.asked).toBe(asked)
})

test('a board too large for the shelf of words is not kept there, and nonsense on it is no board', async () => {
  const { shelf, open } = tellingOf(failing('x'.repeat(200_000)))
  const status = open()
  await status.ask()
  expect(status.incident.value).not.toBe(null)
  expect(shelf.get('holdfast:status')).toBe(null)
  shelf.put('holdfast:status', '{"heardAt":')
  expect(open().told.value).toBe(null)
})
