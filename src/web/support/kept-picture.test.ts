import { expect, test } from 'vitest'
import { testMeans } from '../test-means.ts'
import { keepPicture, keptPicture, type KeptPicture } from './kept-picture.ts'

const nobody = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'))
const picture: KeptPicture = {
  file: new Blob(['pixels'], { type: 'image/png' }),
  size: { width: 400, height: 300 },
  edits: [{ kind: 'black-out', area: { left: 1, top: 2, width: 3, height: 4 } }],
}

test('a picture is there again with every edit, until it is removed', async () => {
  const { store } = testMeans(nobody)
  expect(await keptPicture(store)).toBeNull()
  expect((await keepPicture(store, picture)).ok).toBe(true)
  const kept = await keptPicture(store)
  expect([await kept?.file.text(), kept?.size, kept?.edits]).toEqual(['pixels', picture.size, picture.edits])
  await keepPicture(store, null)
  expect(await keptPicture(store)).toBeNull()
})

test.for([
  ['an edit of another version', { ...picture, edits: [{ kind: 'blur', area: picture.edits[0]?.area }] }],
  ['an area of no size', { ...picture, edits: [{ kind: 'crop', area: { left: 0, top: 0, width: 0, height: 1 } }] }],
  ['no file', { ...picture, file: 'pixels' }],
])('with %s nothing of it is shown, rather than without what was blacked out', async ([, row]) => {
  const { store } = testMeans(nobody)
  await store.write(['notes'], (transaction) => transaction.objectStore('notes').put(row, 'support-picture'))
  expect(await keptPicture(store)).toBeNull()
})
