import { expect, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { memoryShelf } from '../test-means.ts'
import { Sightings } from './sightings.ts'

const id = '01991f00-0000-7000-8000-000000000000'
const evening = Date.UTC(2026, 10, 29, 21, 30)

function seenFrom(shelf = memoryShelf(), at = evening) {
  const clock = { at, now: (): number => clock.at }
  return { clock, shelf, sightings: new Sightings({ clock, shelf }) }
}

test('tries that fail in the same way are one spell, which the page remembers when it is opened anew', () => {
  const { clock, shelf, sightings } = seenFrom()
  sightings.heard(new Response(null, { headers: { date: new Date(evening - 90_000).toUTCString() } }))
  for (const requestId of ['a', 'b', 'c', 'd', 'e', 'f', 'f']) {
    clock.at += 4_000
    sightings.saw(problem('origin-refused', { because: 'ECONNREFUSED', requestId }), `/api/chats/${id}?branch=${id}`)
  }
  expect(seenFrom(shelf).sightings.all()).toEqual([
    {
      fault: 'origin-refused',
      side: 'server',
      title: 'The server is not accepting connections',
      path: '/api/chats/:id',
      firstAt: evening + 4_000,
      lastAt: evening + 28_000,
      times: 7,
      lastWellAt: evening,
      because: 'ECONNREFUSED',
      requestIds: ['b', 'c', 'd', 'e', 'f'],
    },
  ])
  expect(sightings.clockAheadMs).toBe(90_000)
})

test('what comes back after a long time, or elsewhere, is another', () => {
  const { clock, sightings } = seenFrom()
  const see = (path: string): void => sightings.saw(problem('offline'), path)
  see('/api/chats')
  see('/api/ledger')
  clock.at += 1_800_000
  see('/api/chats')
  clock.at -= 86_400_000
  see('/api/chats')
  expect(sightings.all().map(({ path, times }) => [path, times])).toEqual([
    ['/api/chats', 1],
    ['/api/ledger', 1],
    ['/api/chats', 1],
    ['/api/chats', 1],
  ])
})

test('the oldest give way, and a shelf with something else on it is none', () => {
  const { shelf, sightings } = seenFrom()
  for (let path = 1; path <= 50; path++) sightings.saw(problem('offline'), `/${path}`)
  expect(sightings.all().map(({ path }) => path)).toEqual(Array.from({ length: 40 }, (_, path) => `/${path + 11}`))
  shelf.put('holdfast:sightings', '[{"fault":1}]')
  expect(sightings.all()).toEqual([])
})

test('a browser that keeps nothing still has them for as long as the page is open', () => {
  const { sightings } = seenFrom({ ...memoryShelf(), put: () => false })
  for (const path of ['/api/chats', '/api/chats', '/api/ledger']) sightings.saw(problem('offline'), path)
  expect(sightings.all().map(({ path, times }) => [path, times])).toEqual([
    ['/api/chats', 2],
    ['/api/ledger', 1],
  ])
})

test('what a model server says is not kept, for it may quote the story', () => {
  const { sightings } = seenFrom()
  sightings.saw(problem('backend-rejected', { because: 'invalid content: "The sea was grey"' }), 'reply')
  sightings.saw(problem('backend-declined', { because: 'flagged: "The sea was grey"' }), 'reply')
  sightings.saw(problem('prompt-too-long', { because: '"The sea was grey" is too long' }), 'reply')
  expect(JSON.stringify(sightings.all())).not.toContain('grey')
})
