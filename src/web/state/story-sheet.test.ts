import { expect, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { emptySheet, type Sheet } from '#protocol/sheet.ts'
import { fail, ok } from '#shared/outcome.ts'
import type { CopiedSheet } from '../copies/copies.ts'
import { StorySheet } from './story-sheet.ts'

const ada = { ...emptySheet, name: 'Ada' }
const bo = { ...emptySheet, name: 'Bo' }

interface Places {
  /** What the server has, and since when. */
  readonly there?: CopiedSheet
  /** What the copy of the chat has. */
  readonly here?: CopiedSheet
  /** What the chat was begun with. */
  readonly begun?: Sheet
  /** When the copy of the chat can be written. */
  readonly disk?: Promise<void>
}

function openSheet({ there, here, begun, disk = Promise.resolve() }: Places) {
  const state = { there: there ?? null, here: here ?? null, begun: begun ?? null, isAway: false, asked: 0, disk }
  const about = new StorySheet({
    chatId: 'a chat',
    server: {
      async sheet() {
        state.asked += 1
        if (state.isAway) return fail(problem('origin-refused'))
        return ok({ sheet: state.there?.sheet ?? null, sheetAt: state.there?.at ?? null })
      },
      async setSheet(id, { sheet }) {
        if (state.isAway) return fail(problem('origin-refused'))
        const at = (state.there?.at ?? 0) + 1
        state.there = sheet === null ? null : { sheet, at }
        return ok({ id, title: null, createdAt: 1, updatedAt: at, head: null, sheetAt: sheet === null ? null : at })
      },
    },
    copy: {
      sheet: async () => state.here,
      async keepSheet(sheet, at) {
        await state.disk
        state.here = sheet === null ? null : { sheet, at: at ?? 0 }
      },
    },
    begun: { of: () => state.begun, forget: () => void (state.begun = null) },
  })
  return { about, state }
}

test('it is read once for each time that the list of chats names, and kept here', async () => {
  const { about, state } = openSheet({ there: { sheet: ada, at: 1 } })
  await about.follow(null)
  expect(state.asked).toBe(0)
  await about.follow(1)
  await about.follow(1)
  expect([about.sheet.value, state.here, state.asked]).toEqual([ada, { sheet: ada, at: 1 }, 1])
  state.there = { sheet: bo, at: 2 }
  await about.follow(2)
  expect([about.sheet.value, state.here, about.onlyHere.value]).toEqual([bo, { sheet: bo, at: 2 }, null])
})

test('while the server is away it is that of this device, and is asked for again with the next list', async () => {
  const { about, state } = openSheet({ there: { sheet: bo, at: 2 }, here: { sheet: ada, at: 1 } })
  state.isAway = true
  await about.follow(2)
  expect(about.sheet.value).toEqual(ada)
  state.isAway = false
  await about.follow(2)
  expect([about.sheet.value, state.here]).toEqual([bo, { sheet: bo, at: 2 }])
})

test('a change is shown when the server has it, and not before', async () => {
  const { about, state } = openSheet({ there: { sheet: ada, at: 1 } })
  await about.follow(1)
  state.isAway = true
  expect(await about.change(bo)).toMatchObject({ fault: 'origin-refused' })
  expect([about.sheet.value, state.here]).toEqual([ada, { sheet: ada, at: 1 }])
  state.isAway = false
  expect(await about.change(bo)).toBeNull()
  expect([about.sheet.value, state.here]).toEqual([bo, { sheet: bo, at: 2 }])
  await about.follow(2)
  expect(state.asked).toBe(1)
})

test('what a chat was begun with is shown from the first, and given to a server that was not told of it', async () => {
  const { about, state } = openSheet({ begun: ada })
  expect(about.sheet.value).toEqual(ada)
  await about.follow(null)
  expect([state.there?.sheet, state.begun, about.sheet.value]).toEqual([ada, null, ada])
})

test('what a chat was begun with is let go when the server and the copy have it', async () => {
  const { promise: disk, resolve: turn } = Promise.withResolvers<void>()
  const { about, state } = openSheet({ begun: ada, there: { sheet: ada, at: 1 }, disk })
  await about.follow(1)
  expect([state.here, state.begun, about.sheet.value]).toEqual([null, ada, ada])
  turn()
  await expect.poll(() => state.begun).toBeNull()
  expect(state.here).toEqual({ sheet: ada, at: 1 })
})

test('what the copy has is shown with it, unless the server has said what it is', async () => {
  const { about } = openSheet({ here: { sheet: ada, at: 1 }, there: { sheet: bo, at: 2 } })
  await about.showCopy()
  expect(about.sheet.value).toEqual(ada)
  await about.read()
  await about.showCopy()
  expect(about.sheet.value).toEqual(bo)
})

test.for([
  ['older', { sheet: ada, at: 1 }],
  ['none', undefined],
] as const)('a restored server that has an %s one takes nothing from this device', async ([, there]) => {
  const { about, state } = openSheet({ here: { sheet: bo, at: 5 }, ...(there && { there }) })
  await about.read()
  expect([about.sheet.value, about.onlyHere.value, state.here]).toEqual([
    there?.sheet ?? null,
    bo,
    { sheet: bo, at: 5 },
  ])
  about.copyAgain()
  expect(state.here).toEqual({ sheet: bo, at: 5 })
  expect(await about.change(bo)).toBeNull()
  expect([about.sheet.value, about.onlyHere.value, state.there?.sheet]).toEqual([bo, null, bo])
})

test('what only this device has can be let go', async () => {
  const { about, state } = openSheet({ here: { sheet: bo, at: 5 }, there: { sheet: ada, at: 1 } })
  await about.read()
  about.letGo()
  expect([about.sheet.value, about.onlyHere.value]).toEqual([ada, null])
  await expect.poll(() => state.here).toEqual({ sheet: ada, at: 1 })
})
