import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { xml2js } from 'xml-js'
import { anyBoard } from '../../../test/support/any-board.ts'
import { boardNow, failingBoard, incident, minutes, quietBoard } from '../../../test/support/boards.ts'
import { atomFeed, feedChangedAt, rssFeed } from './feeds.ts'

describe('the Atom feed', () => {
  test('has an entry for each incident and maintenance, under an id that stays', () => {
    const feed = atomFeed(failingBoard())
    expect(feed).toContain('<id>tag:status.example.org,2026:/history</id>')
    for (const id of ['Incident/7', 'Incident/6', 'Maintenance/2']) {
      expect(feed).toContain(`<id>tag:status.example.org,2026:${id}</id>`)
    }
    expect(feed).toContain('<name>Holdfast</name>')
    expect(feed).toContain('href="https://status.example.org/i/2gztsrksff0v"')
  })

  test('shows each update with its zone, the newest first, and what was corrected', () => {
    const feed = atomFeed(quietBoard({ open: [incident()] }))
    const first = feed.indexOf('<strong>Identified</strong> - The machine of the server has run out of memory.')
    expect(first).toBeGreaterThan(0)
    expect(feed.indexOf('<strong>Investigating</strong>')).toBeGreaterThan(first)
    expect(feed).toContain("Nov <var data-var='date'>22</var>, <var data-var='time'>22:08</var> CET")
    expect(feed).toContain('Corrected. Before, it said: The server has run out of disk.')
  })
})

test('in the RSS feed each update is an item of its own, so that readers see it', () => {
  const [earlier, later] = [quietBoard({ open: [incident()] }), quietBoard({ open: [incident()] })]
  expect(rssFeed(earlier).match(/<guid[^>]*>i2gztsrksff0v-\d+</g)).toHaveLength(2)
  expect(rssFeed(later)).toBe(rssFeed(earlier))
})

test('what is not news does not change a feed', () => {
  const board = failingBoard()
  const after = { ...board, asOf: board.asOf + minutes(10) }
  expect(atomFeed(after)).toBe(atomFeed(board))
  expect(rssFeed(after)).toBe(rssFeed(board))
  expect(feedChangedAt(board)).toBe(boardNow - minutes(1))
})

test('a title with a mark of HTML in it is that text, for a reader that takes titles for HTML', () => {
  const feed = atomFeed(quietBoard({ open: [incident({ title: 'a < b & <script>' })] }))
  expect(feed).toContain('<![CDATA[a &#60; b &#38; &#60;script&#62;]]>')
})

test('on any board both are well-formed, and hold nothing that a reader could run', () => {
  fc.assert(
    fc.property(anyBoard, (board) => {
      for (const feed of [atomFeed(board), rssFeed(board)]) {
        expect(() => xml2js(feed)).not.toThrow()
        expect(feed).not.toContain('<script>')
      }
    }),
  )
})
