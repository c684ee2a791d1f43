import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Accepted } from '#protocol/chats.ts'
import { problem } from '#protocol/problem.ts'
import { memoryShelf, testBrowser, testMeans } from '../test-means.ts'
import { OutboxKeeping } from './keeping.ts'
import { append, type NewTurn } from './queue.ts'
import {
  chatId,
  closeTabs,
  freshTab,
  newId,
  openTab,
  otherChatId,
  turn,
  waitingIn,
  waitingTurn,
  type Tab,
} from './test-tab.ts'
import { openStoryServer, type Fate, type StoryServer } from '../../../test/fixtures/story-server.ts'

afterEach(closeTabs)

async function openServer(chats: readonly string[] = [chatId]): Promise<StoryServer> {
  const server = await openStoryServer(chats)
  onTestFinished(server.close)
  return server
}

const noNetwork = (): Promise<never> => Promise.reject(new Error('no network in this test'))
const isTurn = ({ path }: { readonly path: string }): boolean => path.endsWith('/turns')
const afterReply = { isNewChat: false, isAfterReply: true }

/** Sends a turn from a tab that then crashes. */
async function sentBefore(server: StoryServer, sent: NewTurn): Promise<Accepted> {
  const tab = openTab(server)
  await tab.outbox.add(sent)
  await expect.poll(() => tab.accepted).toHaveLength(1)
  tab.crash()
  return onlyOf(tab.accepted)
}

async function sendNow(tab: Tab, server: StoryServer, turns = 1): Promise<void> {
  server.fate = () => 'answered'
  await expect
    .poll(() => {
      // Again and again: whoever is asking at this moment is not waiting, and begins to when the answer is no.
      tab.means.wake()
      return tab.accepted
    })
    .toHaveLength(turns)
}

function onlyOf<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('there is none')
  return one
}

const away = problem('origin-refused', { retryAfterMs: 3_600_000 })

describe('sending a turn', () => {
  test('it is sent under the same id until the server has accepted it, whatever is lost on the way', async () => {
    const server = await openServer()
    const fates: Fate[] = ['lost', problem('origin-refused', { retryAfterMs: 1 }), 'unanswered']
    server.fate = (request) => (isTurn(request) ? (fates.shift() ?? 'answered') : 'answered')
    const tab = openTab(server)
    await tab.outbox.add(turn('Once'))
    await expect.poll(() => tab.accepted).toHaveLength(1)
    expect(server.records.storyOf(chatId)).toEqual(['Once'])
    expect(tab.outbox.turns.value).toEqual([])
  })

  test('after a failure it knocks before it goes again, so that a turn seldom sets out in vain', async () => {
    const server = await openServer()
    let asked: string[] = []
    server.fate = ({ method, path }) => {
      asked = [...asked, `${method} ${path.split('/').at(-1) === 'turns' ? 'turn' : 'chat'}`]
      return asked.length < 4 ? problem('origin-refused', { retryAfterMs: 1 }) : 'answered'
    }
    const tab = openTab(server)
    await tab.outbox.add(turn('Once'))
    await expect.poll(() => tab.accepted).toHaveLength(1)
    expect(asked).toEqual(['POST turn', 'GET chat', 'GET chat', 'GET chat', 'POST turn'])
  })

  test('it is kept over a crash, and gone from everywhere when it was accepted', async () => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    const tab = openTab(server, browser)
    expect(await tab.outbox.add(turn('Once'))).toMatchObject({ ok: true })
    tab.crash()
    server.fate = () => 'answered'
    const again = openTab(server, browser)
    await expect.poll(() => again.accepted).toHaveLength(1)
    await expect.poll(async () => waitingIn(await freshTab(server, browser))).toEqual([])
    expect(browser.shelf.keys('holdfast:turn')).toEqual([])
  })

  test('an answer that comes when the page is gone is asked for again, and the turn is there once', async () => {
    const server = await openServer()
    const browser = testBrowser()
    const tab = openTab(server, browser)
    server.fate = (request) => {
      if (isTurn(request)) tab.crash()
      return 'answered'
    }
    await tab.outbox.add(turn('Once'))
    await expect.poll(() => server.records.turns).toHaveLength(1)
    server.fate = () => 'answered'
    const again = openTab(server, browser)
    await expect.poll(() => again.accepted).toHaveLength(1)
    expect(server.records.turns).toHaveLength(1)
  })

  test('while the server is away the page knows why', async () => {
    const server = await openServer()
    server.fate = () => away
    const tab = openTab(server)
    await tab.outbox.add(turn('Once'))
    const troubles = () => [...tab.outbox.troubles.value.values()].map(({ fault }) => fault)
    await expect.poll(troubles).toEqual(['origin-refused'])
    expect(tab.outbox.troubleOf(chatId)?.fault).toBe('origin-refused')
    server.fate = () => 'answered'
    tab.means.wake()
    await expect.poll(troubles).toEqual([])
  })

  test('a new chat is made under the id that the page chose, and then its first turn is sent', async () => {
    const server = await openServer([])
    const asked: string[] = []
    server.fate = ({ method, path }) => {
      asked.push(`${method} ${path}`)
      return 'answered'
    }
    const tab = openTab(server)
    await tab.outbox.add(turn('Once', { spot: { parentId: null, isNewChat: true, isAfterReply: false } }))
    await expect.poll(() => tab.accepted).toHaveLength(1)
    expect(asked).toEqual(['POST /api/chats', `POST /api/chats/${chatId}/turns`])
  })

  test('a turn that an older page left on the shelf is sent as that page would have sent it', async () => {
    const server = await openServer()
    const browser = testBrowser()
    const left = { id: newId(), parentId: null, text: 'Once', model: 'narrator' }
    browser.shelf.put(
      `holdfast:turn:${left.id}`,
      JSON.stringify({ chatId, isNewChat: false, turn: left, draft: chatId }),
    )
    const tab = openTab(server, browser)
    await expect.poll(() => tab.accepted).toHaveLength(1)
    expect(server.records.turns).toEqual([left])
    await expect.poll(() => browser.shelf.keys('holdfast:turn')).toEqual([])
  })
})

describe('turns that wait', () => {
  test('each goes when the reply to the one before it is written, and follows that reply', async () => {
    const server = await openServer()
    server.records.looks = 2
    const tab = openTab(server)
    for (const text of ['one', 'two', 'three']) await tab.outbox.add(turn(text))
    await expect.poll(() => tab.accepted, { timeout: 20_000 }).toHaveLength(3)
    expect(server.records.turns.slice(1).map(({ parentId }) => parentId)).toEqual(
      tab.accepted.slice(0, 2).map(({ replyId }) => replyId),
    )
    expect(server.records.storyOf(chatId)).toEqual(['one', 'two', 'three'])
  })

  test.for([['answered'], ['unanswered', 'lost', 'answered']] as const)(
    'what was written with an old copy in sight goes once to where the branch ends by then (%s)',
    async (fates) => {
      const server = await openServer()
      const first = await sentBefore(server, turn('one'))
      const second = await sentBefore(server, turn('two', { spot: { ...afterReply, parentId: first.replyId } }))
      const left: Fate[] = [...fates]
      server.fate = (request) => (isTurn(request) ? (left.shift() ?? 'answered') : 'answered')
      const tab = openTab(server)
      const spot = { ...afterReply, parentId: first.replyId, mayHaveGrown: true }
      await tab.outbox.add(turn('three', { spot }))
      await expect.poll(() => tab.accepted).toHaveLength(1)
      expect(server.records.turns.at(-1)).toMatchObject({ text: 'three', parentId: second.replyId })
      expect(server.records.storyOf(chatId)).toEqual(['one', 'two', 'three'])
    },
  )

  test('they can be changed, put in another order and taken back until they go', async () => {
    const server = await openServer()
    server.fate = () => away
    const tab = openTab(server)
    for (const text of ['one', 'two', 'three', 'four']) await tab.outbox.add(turn(text))
    await expect.poll(() => tab.outbox.troubles.value.size).toBe(1)
    expect(await tab.outbox.rewrite(waitingTurn(tab, 'two'), 'second')).toBe(true)
    await tab.outbox.move(waitingTurn(tab, 'one'), 1)
    await tab.outbox.move(waitingTurn(tab, 'four'), -1)
    expect(await tab.outbox.withdraw(waitingTurn(tab, 'three'))).toBe(true)
    expect(waitingIn(tab)).toEqual(['second', 'one', 'four'])
    await sendNow(tab, server, 3)
    expect(server.records.storyOf(chatId)).toEqual(['second', 'one', 'four'])
  })

  test('one that may have arrived is left as it is until that is known', async () => {
    const server = await openServer()
    let isAway = false
    server.fate = (request) => {
      if (isAway) return away
      isAway = isTurn(request)
      return isAway ? 'unanswered' : 'answered'
    }
    const tab = openTab(server)
    await tab.outbox.add(turn('one'))
    await tab.outbox.add(turn('two'))
    await expect.poll(() => [...tab.outbox.troubles.value.values()][0]?.fault).toBe('origin-refused')
    expect(waitingTurn(tab, 'one').mayHaveArrived).toBe(true)
    expect(await tab.outbox.rewrite(waitingTurn(tab, 'one'), 'changed')).toBe(false)
    expect(await tab.outbox.withdraw(waitingTurn(tab, 'one'))).toBe(false)
    await tab.outbox.move(waitingTurn(tab, 'two'), -1)
    expect(waitingIn(tab)).toEqual(['one', 'two'])
    await sendNow(tab, server, 2)
    expect(server.records.storyOf(chatId)).toEqual(['one', 'two'])
  })

  test('one that surely did not arrive can be changed again', async () => {
    const server = await openServer()
    server.fate = () => away
    const tab = openTab(server)
    await tab.outbox.add(turn('one'))
    await expect.poll(() => tab.outbox.troubles.value.size).toBe(1)
    expect(waitingTurn(tab, 'one').mayHaveArrived).toBe(false)
  })

  test('a refused turn goes back where it was written, and is not sent again', async () => {
    const server = await openServer()
    server.fate = (request) => (isTurn(request) ? problem('body-too-large') : 'answered')
    const browser = testBrowser()
    const tab = openTab(server, browser)
    await tab.outbox.add(turn('Once'))
    await expect.poll(() => tab.refused.map(({ fault }) => fault)).toEqual(['body-too-large'])
    expect(tab.givenBack).toEqual(['Once'])
    await expect.poll(async () => waitingIn(await freshTab(server, browser))).toEqual([])
  })

  test('a refused turn that others wait behind stays in its place, and holds them until it is changed', async () => {
    const server = await openServer()
    const tab = openTab(server)
    server.fate = () => away
    for (const text of ['too long', 'two']) await tab.outbox.add(turn(text))
    await expect.poll(() => tab.outbox.troubles.value.size).toBe(1)
    let isTooLong = true
    server.fate = (request) => (isTurn(request) && isTooLong ? problem('body-too-large') : 'answered')
    tab.means.wake()
    await expect.poll(() => waitingTurn(tab, 'too long').refusal?.fault).toBe('body-too-large')
    isTooLong = false
    expect(waitingIn(tab)).toEqual(['too long', 'two'])
    await tab.outbox.rewrite(waitingTurn(tab, 'too long'), 'one')
    await expect.poll(() => server.records.storyOf(chatId)).toEqual(['one', 'two'])
  })

  test('what waits in one chat keeps nothing of another waiting', async () => {
    const server = await openServer([chatId, otherChatId])
    server.fate = ({ path }) => (path.includes(chatId) ? away : 'answered')
    const tab = openTab(server)
    await tab.outbox.add(turn('one'))
    await tab.outbox.add(turn('other', { chatId: otherChatId }))
    await expect.poll(() => server.records.storyOf(otherChatId)).toEqual(['other'])
  })
})

describe('an outbox in several tabs', () => {
  test('every tab sees what waits, one sends it, and all are told', async () => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    const [one, two] = [openTab(server, browser), openTab(server, browser)]
    await two.outbox.add(turn('Once'))
    await expect.poll(() => [waitingIn(one), waitingIn(two)]).toEqual([['Once'], ['Once']])
    await expect.poll(() => two.outbox.troubles.value.size).toBe(1)
    server.fate = () => 'answered'
    two.means.wake()
    await expect.poll(() => [one.accepted.length, two.accepted.length]).toEqual([1, 1])
    await expect.poll(() => [waitingIn(one), waitingIn(two)]).toEqual([[], []])
    expect(server.records.turns).toHaveLength(1)
  })

  test('when the tab that sends is closed, another one goes on', async () => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    const [one, two] = [openTab(server, browser), openTab(server, browser)]
    await one.outbox.add(turn('Once'))
    await expect.poll(() => two.outbox.troubles.value.size).toBe(1)
    one.crash()
    server.fate = () => 'answered'
    await expect.poll(() => two.accepted).toHaveLength(1)
  })
})

describe('a browser that does not keep what it should', () => {
  test('the shelf takes a turn that the database refuses, and gives it up when that works again', async () => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    browser.disk.fail('QuotaExceededError')
    const tab = openTab(server, browser)
    expect(await tab.outbox.add(turn('Once'))).toMatchObject({ ok: true })
    tab.crash()
    browser.disk.fail(null)
    const again = openTab(server, browser)
    await expect.poll(() => waitingIn(again)).toEqual(['Once'])
    await sendNow(again, server)
    await expect.poll(() => browser.shelf.keys('holdfast:turn')).toEqual([])
  })

  test('what another tab takes from the shelf into the database while it is read is not overlooked', async () => {
    const browser = testBrowser()
    const { store, shelf } = testMeans(noNetwork, browser)
    const another = new OutboxKeeping({ store: testMeans(noNetwork, browser).store, shelf })
    another.shelve(append([], turn('Once'), 1))
    const reading = new OutboxKeeping({
      shelf,
      store: Object.assign(Object.create(store), {
        async read(...[tables, work]: Parameters<typeof store.read>) {
          const read = await store.read(tables, work)
          await another.change(chatId, [], (queue) => queue)
          return read
        },
      }),
    })
    expect((await reading.all()).map(({ text }) => text)).toEqual(['Once'])
    expect(shelf.keys('holdfast:turn:')).toEqual([])
  })

  test('what was taken back stays taken back, although the database could not forget it', async () => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    const tab = openTab(server, browser)
    await tab.outbox.add(turn('Once'))
    await expect.poll(() => tab.outbox.troubles.value.size).toBe(1)
    browser.disk.fail('UnknownError')
    expect(await tab.outbox.withdraw(waitingTurn(tab, 'Once'))).toBe(true)
    tab.crash()
    browser.disk.fail(null)
    server.fate = () => 'answered'
    const again = openTab(server, browser)
    await again.outbox.add(turn('Twice'))
    await expect.poll(() => server.records.storyOf(chatId)).toEqual(['Twice'])
    await expect.poll(() => browser.shelf.keys('holdfast:turn')).toEqual([])
  })

  test.for<readonly [string, (tab: Tab, server: StoryServer) => Promise<unknown>]>([
    ['was sent', (tab, server) => sendNow(tab, server)],
    ['was taken back', (tab) => tab.outbox.withdraw(waitingTurn(tab, 'Once'))],
  ])(
    'what %s does not come back with a shelf that a killed browser had not yet cleared on the disk',
    async ([, end]) => {
      const server = await openServer()
      server.fate = () => away
      const browser = testBrowser()
      browser.disk.fail('QuotaExceededError')
      const tab = openTab(server, browser)
      await tab.outbox.add(turn('Once'))
      const [key = ''] = browser.shelf.keys('holdfast:turn:')
      const onDisk = browser.shelf.get(key) ?? ''
      browser.disk.fail(null)
      await end(tab, server)
      await expect.poll(() => browser.shelf.get(key)).toBeNull()
      tab.crash()
      browser.shelf.put(key, onDisk)
      expect(waitingIn(await freshTab(server, browser))).toEqual([])
      server.fate = () => 'answered'
      const before = server.records.storyOf(chatId)
      const again = openTab(server, browser)
      await again.outbox.add(turn('Twice', { spot: afterReply }))
      await expect.poll(() => server.records.storyOf(chatId)).toEqual([...before, 'Twice'])
      await expect.poll(() => browser.shelf.keys('holdfast:turn')).toEqual([])
    },
  )

  test('what waits in any chat is there also when the database was lost while no page was open', async () => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    const tab = openTab(server, browser)
    await tab.outbox.add(turn('here'))
    await tab.outbox.add(turn('there', { chatId: otherChatId }))
    tab.crash()
    await browser.disk.deleteDatabase()
    const again = await freshTab(server, browser)
    expect(waitingIn(again).toSorted()).toEqual(['here', 'there'])
    await again.outbox.add(turn('here, too'))
    expect(waitingIn(await freshTab(server, browser)).toSorted()).toEqual(['here', 'here, too', 'there'])
    browser.disk.fail('UnknownError')
    expect(waitingIn(await freshTab(server, browser)).toSorted()).toEqual(['here', 'here, too', 'there'])
  })

  test('while the database is there, nobody asks the second copy, which a killed browser may have from before', async () => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    const tab = openTab(server, browser)
    await tab.outbox.add(turn('Once'))
    const [key = ''] = browser.shelf.keys('holdfast:turn-copy:')
    const onDisk = browser.shelf.get(key) ?? ''
    await expect.poll(() => tab.outbox.troubles.value.size).toBe(1)
    expect(await tab.outbox.withdraw(waitingTurn(tab, 'Once'))).toBe(true)
    expect(browser.shelf.keys('holdfast:turn')).toEqual([])
    tab.crash()
    browser.shelf.put(key, onDisk)
    expect(waitingIn(await freshTab(server, browser))).toEqual([])
  })

  test('a turn that nothing keeps is not taken: its text must stay in the box', async () => {
    const server = await openServer()
    const browser = { ...testBrowser(), shelf: { ...memoryShelf(), put: () => false } }
    browser.disk.fail('SecurityError')
    const tab = openTab(server, browser)
    expect(await tab.outbox.add(turn('Once'))).toMatchObject({ ok: false, error: { kind: 'blocked' } })
    expect(tab.outbox.trouble.value?.kind).toBe('blocked')
    expect(waitingIn(tab)).toEqual([])
    expect(server.records.turns).toEqual([])
  })

  test('what waits is on the shelf when the database is taken away, and none comes in its place', async () => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    const tab = openTab(server, browser)
    for (const text of ['one', 'two']) await tab.outbox.add(turn(text))
    browser.disk.endConnections()
    browser.disk.fail('UnknownError')
    await expect.poll(async () => waitingIn(await freshTab(server, browser))).toEqual(['one', 'two'])
  })

  test.for([
    ['added', 'one'],
    ['changed', 'two'],
    ['withdrawn', undefined],
  ] as const)('what is %s just when the database is deleted is kept all the same', async ([what, left]) => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    const tab = openTab(server, browser)
    // It may have gone off: the one behind it can still be changed.
    await tab.outbox.add(turn('first'))
    if (what !== 'added') await tab.outbox.add(turn('one'))
    const doing = {
      added: () => tab.outbox.add(turn('one')),
      changed: () => tab.outbox.rewrite(waitingTurn(tab, 'one'), 'two'),
      withdrawn: () => tab.outbox.withdraw(waitingTurn(tab, 'one')),
    }[what]()
    // Its transaction goes to its end in the database that goes.
    void browser.disk.deleteDatabase()
    await doing
    tab.crash()
    await expect
      .poll(async () => waitingIn(await freshTab(server, browser)))
      .toEqual(left === undefined ? ['first'] : ['first', left])
  })

  test('what waits is kept again when the database is deleted under the page', async () => {
    const server = await openServer()
    server.fate = () => away
    const browser = testBrowser()
    const tab = openTab(server, browser)
    for (const text of ['one', 'two']) await tab.outbox.add(turn(text))
    await browser.disk.deleteDatabase()
    await expect.poll(async () => waitingIn(await freshTab(server, browser))).toEqual(['one', 'two'])
  })
})
