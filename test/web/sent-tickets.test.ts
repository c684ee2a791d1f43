import { afterEach, describe, expect, test } from 'vitest'
import { openPeopleHouse, type PeopleHouse } from '../support/people-house.ts'
import { mostPictureBytes } from '../../src/protocol/bundle-picture.ts'
import { someBundle } from '../support/some-bundle.ts'
import { bundledPicture } from '../support/some-picture.ts'
import { testBrowser, testMeans, type TestBrowser } from '../../src/web/test-means.ts'
import { learnPlace, statusPlaces } from '../../src/web/support/ask-status.ts'
import { SentTickets, ticketAddress } from '../../src/web/support/sent-tickets.ts'

const toClose: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

async function open(): Promise<PeopleHouse> {
  const house = await openPeopleHouse()
  toClose.push(house.close)
  return house
}

/** A page that reaches the status process through the edge, or not. */
function page(through: () => string | null, browser: TestBrowser) {
  const means = testMeans((path, init) => {
    const edge = through()
    if (path.startsWith('http')) return fetch(path, init)
    if (edge === null) return Promise.reject(new TypeError('Failed to fetch'))
    return fetch(edge + path.replace(/^\/status/, ''), init)
  }, browser)
  return { means, sent: new SentTickets(means) }
}

describe('what is sent to whoever helps', () => {
  test('waits over a restart also with the largest picture', async () => {
    const base64 = 'A'.repeat(4 * Math.ceil(mostPictureBytes / 3))
    const plain = someBundle()
    const bundle = { ...plain, sections: { ...plain.sections, picture: { ...bundledPicture, base64 } } }
    const browser = testBrowser()
    expect(await page(() => null, browser).sent.send(bundle, null)).toBe('waits')
    expect(page(() => null, browser).sent.all.peek()[0]?.request).toContain(base64)
  })

  test('goes through the edge, and what was answered is read here', async () => {
    const house = await open()
    const { sent } = page(() => house.address, testBrowser())
    expect(await sent.send(someBundle(), null)).toBe('sent')
    const [one] = sent.all.peek()
    expect(ticketAddress(one ?? { ticket: '', key: '', place: '' })).toMatch(
      /^\/status\/t\/[a-z0-9]{12}\?key=[0-9a-f]{64}$/,
    )
    house.people.tickets.say(one?.ticket ?? '', 'operator', 'It is back.')
    await sent.read()
    expect(sent.all.peek()[0]?.read).toMatchObject({
      state: 'answered',
      messages: [{ by: 'operator', body: 'It is back.' }],
    })
  })

  test('goes to the status process itself while the edge is away', async () => {
    const house = await open()
    const browser = testBrowser()
    browser.shelf.put('holdfast:status-url', house.address)
    const { sent } = page(() => null, browser)
    expect(await sent.send(someBundle(), '2gztsrksff0v')).toBe('sent')
    expect(house.people.tickets.list()).toMatchObject([{ bundleId: someBundle().id, incident: '2gztsrksff0v' }])
    expect(sent.all.peek()[0]?.place).toBe(house.address)
  })

  test('waits here while nobody answers, also over a restart, and then goes once', async () => {
    const house = await open()
    const browser = testBrowser()
    let edge: string | null = null
    const first = page(() => edge, browser)
    expect(await first.sent.send(someBundle(), null)).toBe('waits')
    const later = page(() => edge, browser)
    edge = house.address
    await Promise.all([later.sent.flush(), first.sent.flush()])
    expect(later.sent.all.peek()[0]?.request).toBeNull()
    expect(house.people.tickets.list()).toHaveLength(1)
    expect(page(() => edge, browser).sent.all.peek()[0]?.ticket).toMatch(/^[a-z0-9]{12}$/)
  })

  test('with more added is the same ticket', async () => {
    const house = await open()
    const { sent } = page(() => house.address, testBrowser())
    await sent.send(someBundle(), null)
    await sent.send(someBundle({ sections: { words: 'One more thing.' } }), null)
    expect(sent.all.peek()).toHaveLength(1)
    expect(house.people.tickets.list()).toMatchObject([{ times: 2, words: 'One more thing.' }])
  })

  test('is remembered in a bounded number', async () => {
    const { sent } = page(() => null, testBrowser())
    for (let i = 0; i < 9; i++) await sent.send(someBundle({ id: `01991f00-0000-7000-8000-00000000000${i}` }), null)
    expect(sent.all.peek()).toHaveLength(5)
  })
})

test('where the status process is without the edge is learnt while all is well', async () => {
  const browser = testBrowser()
  const { means } = page(() => null, browser)
  await learnPlace(means)
  expect(statusPlaces(means)).toEqual(['/status'])
  const told = { ...means, fetch: async () => Response.json({ page: { url: 'https://status.example/' } }) }
  await learnPlace(told)
  expect(statusPlaces(means)).toEqual(['/status', 'https://status.example'])
})
