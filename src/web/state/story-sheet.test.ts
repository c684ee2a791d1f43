import { expect, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { emptySheet, type Sheet } from '#protocol/sheet.ts'
import { fail, ok } from '#shared/outcome.ts'
import { StorySheet } from './story-sheet.ts'

const ada = { ...emptySheet, name: 'Ada' }
const bo = { ...emptySheet, name: 'Bo' }

/** A chat with this sheet on the server, and that one on the device. */
function openSheet({ there, here }: { readonly there: Sheet | null; readonly here: Sheet | null }) {
  const state = { there, here, isAway: false, asked: 0 }
  const about = new StorySheet({
    chatId: 'a chat',
    server: {
      async sheet() {
        state.asked += 1
        return state.isAway ? fail(problem('origin-refused')) : ok({ sheet: state.there })
      },
      async setSheet(id, { sheet }) {
        if (state.isAway) return fail(problem('origin-refused'))
        state.there = sheet
        return ok({ id, title: null, createdAt: 1, updatedAt: 2, head: null, sheetAt: 2 })
      },
    },
    copy: {
      sheet: async () => state.here,
      keepSheet: (sheet) => void (state.here = sheet),
    },
  })
  return { about, state }
}

test('it is read once for each time that the list of chats names, and kept here', async () => {
  const { about, state } = openSheet({ there: ada, here: null })
  await about.follow(null)
  expect(state.asked).toBe(0)
  await about.follow(1)
  await about.follow(1)
  expect([about.sheet.value, state.here, state.asked]).toEqual([ada, ada, 1])
  state.there = null
  await about.follow(null)
  expect([about.sheet.value, state.here]).toEqual([null, null])
})

test('while the server is away it is that of this device, and is asked for again with the next list', async () => {
  const { about, state } = openSheet({ there: bo, here: ada })
  state.isAway = true
  await about.follow(1)
  expect(about.sheet.value).toEqual(ada)
  state.isAway = false
  await about.follow(1)
  expect([about.sheet.value, state.here]).toEqual([bo, bo])
})

test('a change is shown when the server has it, and not before', async () => {
  const { about, state } = openSheet({ there: ada, here: null })
  await about.follow(1)
  state.isAway = true
  expect(await about.change(bo)).toMatchObject({ fault: 'origin-refused' })
  expect([about.sheet.value, state.here]).toEqual([ada, ada])
  state.isAway = false
  expect(await about.change(bo)).toBeNull()
  expect([about.sheet.value, state.here]).toEqual([bo, bo])
  await about.follow(2)
  expect(state.asked).toBe(1)
})
