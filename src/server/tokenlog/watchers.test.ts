import { expect, test } from 'vitest'
import { watchers } from './watchers.ts'

const change = { from: 0, entries: ['1'], tail: 1, closed: false }

test('one that breaks keeps nobody else from hearing, and whoever tells from going on', () => {
  const broke: unknown[] = []
  const waiting = watchers((error) => void broke.push(error))
  const heard: unknown[] = []
  waiting.add('a', () => {
    throw new Error('a mistake of ours')
  })
  waiting.add('a', (what) => void heard.push(what))
  waiting.tell('a', change)
  expect(heard).toEqual([change])
  expect(broke).toEqual([new Error('a mistake of ours')])
})

test('who has left hears nothing more', () => {
  const waiting = watchers()
  const heard: unknown[] = []
  const leave = waiting.add('a', (what) => void heard.push(what))
  waiting.tell('a', change)
  leave()
  waiting.tell('a', undefined)
  expect(heard).toEqual([change])
})
