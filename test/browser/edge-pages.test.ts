import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { usualClocks } from '#edge/clocks.ts'
import { faultAnswer } from '#edge/fault-answer.ts'
import type { Answer } from '#edge/answer.ts'
import type { RequestHead } from '#edge/request-head.ts'
import type { EdgeSettings } from '#edge/settings.ts'
import { proofAnswer } from '#edge/proof-answer.ts'
import { waitingAnswer } from '#edge/waiting-answer.ts'
import { faults, type FaultId } from '#protocol/faults.ts'
import { authority } from '../fixtures/certificates.ts'
import { fullBacklog } from '../fixtures/full-backlog.ts'
import { openHttpServer } from '../fixtures/http-server.ts'
import { closedPort } from '../fixtures/raw-server.ts'
import { runningEdge, usualFloods } from '../fixtures/running-edge.ts'
import { certifiedServer } from '../fixtures/certified-server.ts'
import { describeWith } from '../parts.ts'
import { openChromium, type Chromium, type Tab } from './chromium.ts'
import { expectUsable, looks } from './usable.ts'

const toClose: (() => Promise<unknown> | void)[] = []
const pictures = process.env['TEST_PICTURES']

async function edgeBefore(settings: Partial<EdgeSettings>): Promise<string> {
  const clocks = { ...usualClocks, connectMs: 200, drainMs: 1 }
  const edge = await runningEdge({ ...settings, clocks })
  toClose.push(edge.stop)
  return `${edge.address}/api/chats`
}

const surroundings = { isOwn: true, isBehindCdn: false }
const facts = { requestId: '01a21056-ebbf-705c', surroundings }
const waits = { kind: 'wait', place: 214, etaMs: 190_000, retryAfterMs: 20_000, cookie: 'place=x' } as const

/** Answers that the edge gives only while many are at its door, given at once. */
async function showing(answer: (head: RequestHead) => Promise<Answer>): Promise<string> {
  const server = await openHttpServer((request, response) => {
    const head = { method: 'GET', path: '/', query: '', header: (name: string) => oneOf(request.headers[name]) }
    answer(head).then(
      ({ status, headers, body }) => response.writeHead(status, { ...headers }).end(body),
      (bug: unknown) => response.destroy(new Error(String(bug))),
    )
  })
  toClose.push(server.close)
  return server.address
}

const oneOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)

/** A sum without an end: no key of one byte begins with two. */
function endlessSum(): Promise<string> {
  const parameters = { nonce: '00', salt: '00', cost: 1, keyLength: 1, keyPrefix: '0000', algorithm: 'PBKDF2/SHA-256' }
  const wanted = { sum: { parameters }, retryAfterMs: 30_000, cookie: 'pass=x', because: '400 newcomers' }
  return showing((head) => proofAnswer(wanted, head, facts))
}

interface Shown {
  readonly name: string
  readonly heading: string
  readonly open: () => Promise<string>
}

const shown: readonly Shown[] = [
  fault('origin-refused', async () => edgeBefore({ origin: `http://127.0.0.1:${await closedPort()}` })),
  fault('origin-silent', async () => {
    const full = await fullBacklog()
    toClose.push(full.close)
    return edgeBefore({ origin: `http://127.0.0.1:${full.port}` })
  }),
  fault('origin-certificate-expired', async () => {
    const trusted = authority({ name: 'Trusted' })
    const day = 86_400_000
    const until = new Date(Date.now() - 30 * day)
    const its = trusted.certify({ name: 'origin.test', names: ['origin.test'], from: new Date(0), until })
    const server = await certifiedServer(its)
    toClose.push(server.close)
    const originTls = { serverName: 'origin.test', ca: trusted.certificate, identity: null, isStrict: true }
    return edgeBefore({ origin: server.address, originTls })
  }),
  fault('edge-refused-here', () => {
    const because = 'connect EMFILE 127.0.0.1:8522'
    const more = { at: Date.now(), because, retryAfterMs: 8000, waitingFor: 'origin' } as const
    return showing((head) => faultAnswer('edge-refused-here', head, { ...facts, ...more }))
  }),
  fault('proof-wanted', () => endlessSum()),
  fault('line-full', () => {
    const because = '20000 are waiting already'
    const more = { at: Date.now(), because, retryAfterMs: 30_000, waitingFor: 'origin' } as const
    return showing((head) => faultAnswer('line-full', head, { ...facts, ...more }))
  }),
  {
    name: 'the waiting room',
    heading: 'You are in line',
    open: () => showing((head) => waitingAnswer(waits, head, { ...facts, now: Date.now() })),
  },
]

function fault(id: FaultId, open: () => Promise<string>): Shown {
  return { name: `${faults[id].status} (${id})`, heading: faults[id].title, open }
}

describeWith('chromium', 'the pages of the edge', (command) => {
  let chromium: Chromium

  beforeAll(async () => void (chromium = await openChromium(command)))
  afterEach(async () => {
    for (const close of toClose.splice(0).toReversed()) await close()
  })
  afterAll(() => chromium?.close())

  const cases = shown.flatMap((page) => looks.map((look) => ({ ...page, ...look })))

  test.for(cases)('$name on $on by $at can be read and used by everybody', async ({ name, heading, open, ...look }) => {
    const tab = await chromium.openTab(await open(), { ...look, isStill: true })
    await tab.page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await keepPicture(tab, `${name} ${look.size.width} ${look.scheme}`)
    await expectUsable(tab, name)
    expect([...tab.origins]).toEqual([new URL(tab.page.url()).origin])
    await tab.close()
  })

  test('on the narrowest screen, with its details open, nothing is wider than the screen', async () => {
    const at = await edgeBefore({ origin: `http://127.0.0.1:${await closedPort()}` })
    const tab = await chromium.openTab(at, { size: { width: 320, height: 640 }, isStill: true })
    await tab.page.getByText('Details for the operator').click()
    await tab.page.getByRole('button', { name: 'Copy these details' }).waitFor()
    await expectUsable(tab, 'the narrowest screen')
    await tab.close()
  })

  test('the button asks the edge first, and loads the page again only when the server is there', async () => {
    const port = await closedPort()
    const at = await edgeBefore({ origin: `http://127.0.0.1:${port}` })
    const tab = await chromium.openTab(at)
    const asked: string[] = []
    tab.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const answered = tab.page.waitForResponse((response) => response.url().endsWith('/__edge/ready/origin'))
    await tab.page.getByRole('link', { name: 'Try again now' }).click()
    expect((await answered).status()).toBe(521)
    expect(new Set(asked)).toEqual(new Set(['/__edge/ready/origin']))
    await tab.close()
  })

  describe('a newcomer among far too many', () => {
    const crowdedSite = async (): Promise<string> => {
      const server = await openHttpServer((_, response) => {
        response.setHeader('content-type', 'text/html').end('<!doctype html><title>in</title><h1>You are inside</h1>')
      })
      toClose.push(server.close)
      const floods = { ...usualFloods, limitsThisMachine: true, proofAbove: 0.001 }
      const edge = await runningEdge({ isOwn: false, origin: server.address, floods })
      toClose.push(edge.stop)
      return edge.address
    }

    test('is let in as soon as the browser has done the sum, by what is in the page alone', async () => {
      const tab = await chromium.openTab(await crowdedSite())
      await tab.page.getByRole('heading', { name: 'You are inside' }).waitFor()
      expect([...tab.origins]).toEqual([new URL(tab.page.url()).origin])
      await tab.close()
    })

    test('may stop the sum with the keyboard, and waits', async () => {
      const tab = await chromium.openTab(await endlessSum())
      await tab.page.getByText('Your browser is doing it now.').waitFor()
      await tab.page.getByRole('button', { name: 'Stop, I would rather wait' }).press('Enter')
      await tab.page.getByText('Stopped. Waiting is enough.').waitFor()
      await tab.page.getByText(/Asking again for you in \d+ s/).waitFor()
      await tab.close()
    })

    test('whose solution does not arrive only waits', async () => {
      const tab = await chromium.openTab('about:blank')
      // From the first page on: a quick browser would be inside before.
      await tab.page.route('**/__edge/proof?*', (route) => route.abort())
      await tab.page.goto(await crowdedSite())
      await tab.page.getByText('It did not work out here. Waiting is enough.').waitFor()
      await tab.close()
    })
  })

  test('on paper the details stand open and nothing is there to be pressed', async () => {
    const at = await edgeBefore({ origin: `http://127.0.0.1:${await closedPort()}` })
    const tab = await chromium.openTab(at)
    await tab.page.emulateMedia({ media: 'print' })
    await tab.page.getByText('ECONNREFUSED').first().waitFor({ state: 'visible' })
    expect(await tab.page.getByRole('link', { name: 'Try again now' }).isVisible()).toBe(false)
    await tab.close()
  })
})

/** For whoever wants to look at them. */
async function keepPicture({ page }: Tab, name: string): Promise<void> {
  if (pictures === undefined) return
  await page.screenshot({ path: `${pictures}/${name.replaceAll(/[^\w.-]+/g, '-')}.png`, fullPage: true })
}
