import { expect, test } from 'vitest'
import { aboutPath, characterPath, chatPath, generatorPath, routeOf } from './route.ts'

const id = '01a20f82-5ffd-7399-b3a4-58206148884e'

test.for([
  ['/', { at: 'blank-page' }],
  [chatPath(id), { at: 'chat', id }],
  [`${chatPath(id.toUpperCase())}/`, { at: 'chat', id }],
  ['/chats/', { at: 'nowhere' }],
  ['/chats/no-id', { at: 'nowhere' }],
  [`/chats/${id}/more`, { at: 'nowhere' }],
  ['/words', { at: 'words' }],
  ['/support', { at: 'support' }],
  ['/generators', { at: 'generators', id: null }],
  [generatorPath(id), { at: 'generators', id }],
  ['/generators/no-id', { at: 'nowhere' }],
  ['/characters', { at: 'characters', id: null }],
  [characterPath(id), { at: 'characters', id }],
  [aboutPath(id), { at: 'about', id }],
  ['/about', { at: 'nowhere' }],
  ['/anything', { at: 'nowhere' }],
] as const)('%s leads to %j', ([path, route]) => {
  expect(routeOf(path)).toEqual(route)
})
