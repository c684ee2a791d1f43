import { signal } from '@preact/signals'
import { expect, test } from 'vitest'
import { deviceLedgerSchema } from '#protocol/ledger.ts'
import { problem } from '#protocol/problem.ts'
import { fail, ok } from '#shared/outcome.ts'
import { serverOver } from '../api/server.ts'
import { Copies } from '../copies/copies.ts'
import { ChatServer, chatId, ledgerOf, story } from '../copies/test-chat.ts'
import { Drafts } from '../drafts/drafts.ts'
import { Outbox } from '../outbox/outbox.ts'
import { turn } from '../outbox/test-tab.ts'
import { testBrowser, testMeans, type TestBrowser } from '../test-means.ts'
import { ledgerOfThisDevice } from './device-ledger.ts'
import { ServerLedger } from './server-ledger.ts'

const { signal: never } = new AbortController()

/** A page whose server says this of itself; null, and it cannot be asked. */
function openPage(messages: number | null, browser: TestBrowser = testBrowser()) {
  const means = testMeans(() => Promise.reject(new Error('no network in this test')), browser)
  const listener = { onAccepted: () => undefined, onRefused: () => undefined, giveBack: () => undefined }
  const ledger = async () => (messages === null ? fail(problem('origin-refused')) : ok(ledgerOf('first', { messages })))
  return {
    means,
    drafts: new Drafts(means),
    outbox: new Outbox({ means, server: serverOver(means), listener, signal: never }),
    copies: new Copies({ means, server: new ChatServer([]), hasWaiting: () => false }),
    serverLedger: new ServerLedger({
      means,
      server: { ledger },
      onTold: () => undefined,
      signal: AbortSignal.timeout(1),
    }),
    isLasting: signal(true),
    repliesReading: signal(1),
  }
}

test('the ledger has what the stores have, as a later page would find it', async () => {
  const browser = testBrowser()
  const page = openPage(1_204, browser)
  page.drafts.of('chat').write('Ein Bär 🐻')
  await page.outbox.add(turn('waiting'))
  await page.copies.keeping.trust('first')
  page.copies.of(chatId).keepNewest({ messages: [...story(4)], before: null })
  await page.copies.keeping.flush()
  await page.serverLedger.ask()
  const ledger = await ledgerOfThisDevice(openPage(1_204, browser))
  expect(deviceLedgerSchema.parse(ledger)).toMatchObject({
    drafts: { boxes: 1, characters: 9 },
    turnsWaiting: 1,
    copies: { chats: 1, messages: 4, onlyHere: 0, budgetBytes: 50_000_000 },
    repliesReading: 1,
    lastCopy: null,
    storeFault: null,
  })
})

test('what the server said last is known with its age while it cannot be asked', async () => {
  const browser = testBrowser()
  await openPage(1_204, browser).serverLedger.ask()
  const page = openPage(null, browser)
  await page.serverLedger.start()
  await expect.poll(() => page.serverLedger.trouble.value).not.toBeNull()
  const { server } = await ledgerOfThisDevice(page)
  expect(server).toMatchObject({ isReachable: false, ledger: { messages: 1_204 } })
  expect(Date.now() - (server?.askedAt ?? 0)).toBeLessThan(60_000)
})

test('what a browser does not count is not made up', async () => {
  const browser = testBrowser()
  const page = openPage(1_204, browser)
  browser.disk.fail('SecurityError')
  page.drafts.of('chat').write('on the shelf')
  await page.outbox.add(turn('also on the shelf'))
  const ledger = await ledgerOfThisDevice(page)
  expect(ledger).toMatchObject({ copies: null, server: null, drafts: { characters: 12 }, turnsWaiting: 1 })
})
