import { describe, expect, test } from 'vitest'
import { browserClock } from '../browser.ts'
import { Store } from './store.ts'
import { testDisk, type TestDisk } from './test-store.ts'

const note = { words: 'Once' }

function storeOn(disk: TestDisk): Store {
  return new Store({ open: disk.open, clock: browserClock })
}

function keep(store: Store, value: unknown = note) {
  return store.write(['notes'], (transaction) => transaction.objectStore('notes').put(value, 'note'), 'strict')
}

function kept(store: Store) {
  return store.read(['notes'], (transaction) => transaction.objectStore('notes').get('note'))
}

describe("the page's database", () => {
  test('it holds what one page wrote for the next one', async () => {
    const disk = testDisk()
    expect(await keep(storeOn(disk))).toMatchObject({ ok: true })
    expect(await kept(storeOn(disk))).toEqual({ ok: true, value: note })
  })

  test('a lost connection is opened again, and nobody notices', async () => {
    const disk = testDisk()
    const store = storeOn(disk)
    await keep(store)
    disk.loseConnections()
    expect(await kept(store)).toEqual({ ok: true, value: note })
  })

  test.for([
    ['QuotaExceededError', 'quota'],
    ['UnknownError', 'lost'],
    ['SecurityError', 'blocked'],
    ['VersionError', 'blocked'],
  ] as const)('%s that stays is told as %s, and when it is over everything works again', async ([name, kind]) => {
    const disk = testDisk()
    const store = storeOn(disk)
    await keep(store)
    disk.fail(name)
    expect(await keep(store)).toMatchObject({ ok: false, error: { kind, because: expect.stringContaining(name) } })
    disk.fail(null)
    expect(await kept(store)).toEqual({ ok: true, value: note })
  })

  test('work is kept whole or not at all', async () => {
    const store = storeOn(testDisk())
    await keep(store)
    const half = store.write(['notes'], async (transaction) => {
      await transaction.objectStore('notes').put('half', 'note')
      throw new Error('a mistake of ours')
    })
    await expect(half).rejects.toThrow('a mistake of ours')
    expect(await kept(store)).toEqual({ ok: true, value: note })
  })

  test('whoever deletes it under an open page is not kept waiting, and the page is told', async () => {
    const disk = testDisk()
    const store = storeOn(disk)
    await keep(store)
    let told = 0
    store.onTakenAway(() => (told += 1))
    await disk.deleteDatabase()
    expect(told).toBe(1)
    expect(await kept(store)).toEqual({ ok: true, value: undefined })
    expect(await keep(store)).toMatchObject({ ok: true })
  })

  test('a page whose data is cleared by the browser is told, and goes on', async () => {
    const disk = testDisk()
    const store = storeOn(disk)
    await keep(store)
    const told = new Promise<void>((resolve) => store.onTakenAway(resolve))
    disk.endConnections()
    await told
    expect(await keep(store)).toMatchObject({ ok: true })
  })

  test('a browser that never answers is not waited for', async () => {
    const impatient = { after: (_: number, run: () => void) => browserClock.after(0, run) }
    const store = new Store({ open: () => new Promise(() => undefined), clock: impatient })
    expect(await kept(store)).toMatchObject({ ok: false, error: { kind: 'blocked' } })
  })

  test('copies are found by what they belong to, and in the order in which they were read', async () => {
    const store = storeOn(testDisk())
    const chats = [
      { id: 'a', readAt: 2 },
      { id: 'b', readAt: 1 },
    ]
    await store.write(['chats', 'messages', 'pictures'], async (transaction) => {
      for (const chat of chats) await transaction.objectStore('chats').put(chat)
      await transaction.objectStore('messages').put({ id: 'm', chatId: 'a' })
      await transaction.objectStore('pictures').put({ id: 'p', chatIds: ['a', 'b'] })
    })
    const found = await store.read(['chats', 'messages', 'pictures'], (transaction) =>
      Promise.all([
        transaction.objectStore('chats').index('byReadAt').getAllKeys(),
        transaction.objectStore('messages').index('byChat').getAllKeys('a'),
        transaction.objectStore('pictures').index('byChat').getAllKeys('b'),
      ]),
    )
    expect(found).toEqual({ ok: true, value: [['b', 'a'], ['m'], ['p']] })
  })
})
