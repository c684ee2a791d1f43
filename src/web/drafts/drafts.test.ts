import { describe, expect, test } from 'vitest'
import { memoryShelf } from '../test-means.ts'
import { Drafts } from './drafts.ts'

describe('what stands in a box', () => {
  test('it is there again when the page is opened again', () => {
    const shelf = memoryShelf()
    new Drafts(shelf).of('chat').write('Half a sent')
    expect(new Drafts(shelf).of('chat').text.value).toBe('Half a sent')
    expect(new Drafts(shelf).of('another').text.value).toBe('')
  })

  test('a text that comes back does not push out what was typed since', () => {
    const draft = new Drafts(memoryShelf()).of('chat')
    draft.write('new words')
    draft.giveBack('refused words')
    expect(draft.text.value).toBe('refused words\n\nnew words')
  })

  test('a browser that keeps nothing is noticed, and the text stays in the box', () => {
    const drafts = new Drafts({ ...memoryShelf(), put: () => false })
    drafts.of('chat').write('words')
    expect(drafts.areKept.value).toBe(false)
    expect(drafts.of('chat').text.value).toBe('words')
  })

  test('an empty box leaves nothing behind', () => {
    const shelf = memoryShelf()
    const draft = new Drafts(shelf).of('chat')
    draft.write('a')
    draft.write('')
    expect(shelf.keys('')).toEqual([])
  })
})
