import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { xml2js } from 'xml-js'
import { anyBoard } from '../../../test/support/any-board.ts'
import { component, failingBoard, quietBoard } from '../../../test/support/boards.ts'
import { badgePicture } from './badge-picture.ts'
import { badgeOf } from './badge.ts'

test('the badge says in a word how things stand, by the schema of Shields', () => {
  const well = {
    schemaVersion: 1,
    label: 'Holdfast',
    message: 'works',
    color: '#2f6b45',
    isError: false,
    cacheSeconds: 300,
  }
  expect(badgeOf(quietBoard())).toEqual(well)
  expect(badgeOf(failingBoard())).toMatchObject({ message: 'partial outage', color: '#b3261e', isError: false })
})

test('what nobody measured is an error, and what people report is neither red nor well', () => {
  expect(badgeOf(quietBoard({ blind: { since: 1, lastLookAt: null } }))).toMatchObject({
    message: 'not measured',
    isError: true,
  })
  const reported = badgeOf(quietBoard({ components: [component({ isReported: true })] }))
  expect(reported).toMatchObject({ message: 'trouble reported', color: '#8a5a00', isError: false })
})

test('the picture is well-formed whatever a site is called, and says the same to whoever does not see it', () => {
  expect(badgePicture(badgeOf(quietBoard()))).toContain('<title>Holdfast: works</title>')
  fc.assert(
    fc.property(anyBoard, (board) => {
      const badge = badgeOf(board)
      expect(badge.message).not.toBe('')
      expect(() => xml2js(badgePicture(badge))).not.toThrow()
    }),
  )
})
