import { describe, expect, test } from 'vitest'
import type { Client } from '../client/client.ts'
import type { RequestHead } from '../request-head.ts'
import { BotRules } from './bot-rules.ts'
import type { Names } from './crawlers.ts'
import type { Refusal } from './refusal.ts'

const google = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'
const address = '192.0.2.66'

function by(at = address): Client {
  return {
    address: at,
    key: at,
    isHere: false,
    isForwarded: false,
    believed: undefined,
    scheme: undefined,
    ray: undefined,
  }
}

function head(userAgent: string | undefined): RequestHead {
  return { method: 'GET', path: '/', query: '', header: (name) => (name === 'user-agent' ? userAgent : undefined) }
}

const dns = (names?: readonly string[], addresses?: readonly string[]): Names => ({
  namesOf: async () => names,
  addressesOf: async () => addresses,
})

/** What the second request of a program meets: by then its claim has been looked up. */
async function second(names: Names, userAgent = google): Promise<Refusal | undefined> {
  const rules = new BotRules({ now: () => 0, names })
  expect(rules.refusalFor(by(), head(userAgent), false)).toBeUndefined()
  await new Promise(setImmediate)
  return rules.refusalFor(by(), head(userAgent), false)
}

describe('whoever claims to be a crawler', () => {
  test.for([
    ['is it', dns(['crawl-1.googlebot.com'], [address]), undefined],
    ['has no name', dns([], []), 'false-crawler'],
    ['has another name', dns(['host.example'], [address]), 'false-crawler'],
    ['has a name that only looks like one', dns(['crawl.googlebot.com.example'], [address]), 'false-crawler'],
    ['has a name that only ends like one', dns(['evilgooglebot.com'], [address]), 'false-crawler'],
    [
      'gave its address such a name, which leads elsewhere',
      dns(['crawl-1.googlebot.com'], ['192.0.2.1']),
      'false-crawler',
    ],
    ['cannot be looked up', dns(), undefined],
    ['cannot be looked up whole', dns(['crawl-1.googlebot.com']), undefined],
  ] as const)('and %s', async ([, names, fault]) => {
    expect((await second(names))?.fault).toBe(fault)
  })

  test('is told what was found', async () => {
    const refusal = await second(dns([], []))
    expect(refusal?.because).toContain(`says Googlebot, and the DNS has no name for ${address}`)
    expect(refusal?.retryAfterMs).toBeUndefined()
  })

  test('is looked up once, however often it asks, and no more at once than may be', async () => {
    let asked = 0
    const never = new Promise<undefined>(() => undefined)
    const slow: Names = { namesOf: () => ((asked += 1), never), addressesOf: () => never }
    const rules = new BotRules({ now: () => 0, names: slow })
    for (let i = 0; i < 100; i++) rules.refusalFor(by(), head(google), false)
    expect(asked).toBe(1)
    for (let i = 0; i < 100; i++) rules.refusalFor(by(`192.0.2.${i}`), head(google), false)
    expect(asked).toBe(16)
  })
})

test('an ordinary browser is asked nothing', async () => {
  const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0'
  expect(await second(dns([], []), browser)).toBeUndefined()
})

test('who does not say what they are may read, and makes no work', () => {
  const rules = new BotRules({ now: () => 0, names: dns() })
  for (const userAgent of [undefined, '', '  ']) {
    expect(rules.refusalFor(by(), head(userAgent), false)).toBeUndefined()
    expect(rules.refusalFor(by(), head(userAgent), true)?.fault).toBe('nameless-program')
  }
})
