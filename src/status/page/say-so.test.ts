import { expect, test } from 'vitest'
import { component, quietBoard } from '../../../test/support/boards.ts'
import { liveLinks, snapshotLinks } from './links.ts'
import { saySo } from './say-so.ts'

test('one tap says that it fails here too, of what most people mean', () => {
  const { text } = saySo(quietBoard(), liveLinks('/status'), false)
  expect(text).toContain('<form class="say" method="post" action="/status/reports">')
  expect(text).toContain('<option value="rhznvxg4v7yh" selected>Chats and replies</option>')
  expect(text).toContain('href="/status/subscribe"')
})

test('a copy of the page has nobody to say it to', () => {
  expect(saySo(quietBoard(), snapshotLinks(''), true).text).toBe('')
  expect(saySo(quietBoard({ components: [] }), liveLinks(''), false).text).toBe('')
})

test('names are text', () => {
  const board = quietBoard({ components: [component({ name: '</option><script>' })] })
  expect(saySo(board, liveLinks(''), false).text).not.toContain('<script')
})
