import { afterAll, beforeAll, expect, test } from 'vitest'
import { textOf } from '../../src/protocol/events.ts'
import { seededChance } from '../../src/shared/ids.ts'
import { openFakeBackend, type FakeBackend } from '../fixtures/fake-backend/server.ts'
import { openHouse, until, type House } from '../support/house.ts'
import { summary } from '../support/summary.ts'
import { writerAt, type Followed, type Writer } from '../support/writer.ts'

const kills = Number(process.env['KILLS'] ?? 50)
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const replies = 3
const tokens = 60
const everyMs = 10

let fake: FakeBackend
let house: House
let writer: Writer

beforeAll(async () => {
  fake = await openFakeBackend({ behaviour: { tokens, everyMs, salted: true } })
  house = await openHouse({ backends: [{ name: 'fake', baseURL: fake.baseURL, model: 'fake' }] })
  writer = writerAt(house.edge)
})
afterAll(async () => {
  await house.stop()
  await fake.close()
})

test(
  `${kills} SIGKILLs of the server during replies lose nothing and repeat nothing (seed ${seed})`,
  { timeout: 0 },
  async () => {
    const chance = seededChance(seed)
    const gaps: number[] = []
    let breaks = 0
    for (let kill = 1; kill <= kills; kill++) {
      const reading = Array.from({ length: replies }, async (_, n) => {
        const chatId = await writer.newChat()
        const { stream } = await writer.send(chatId, `write ${tokens} tokens tagged ${'abc'[n]}`)
        return { stream, tag: 'abc'[n] ?? '', followed: await writer.follow(stream) }
      })
      // Any moment from before the turns are accepted to after the last token.
      await passes(chance() * (tokens + 10) * everyMs)
      await house.kill('server')
      const readyAt = await isBack(house)
      for (const { stream, tag, followed } of await Promise.all(reading)) {
        const where = `kill ${kill}, reply ${stream}`
        // A word that was shown before it was durable and then written again would carry another call's number.
        expect(textOf(await writer.readWhole(stream)), where).toBe(followed.text)
        expect(wordsOf(followed.text), where).toEqual(Array.from({ length: tokens }, (__, number) => `${tag}${number}`))
        expect(followed.done.reason, where).toBe('done')
        breaks += followed.breaks
        gaps.push(...gapAfter(followed, readyAt))
      }
    }
    process.stdout.write(`gap from ready to the next word after ${kills} kills of the server: ${summary(gaps)}\n`)
    expect(breaks, 'no reader noticed a kill, so none of them tested anything').toBeGreaterThan(0)
    expect(gaps.length).toBeGreaterThan(0)
  },
)

function wordsOf(text: string): string[] {
  return text.replaceAll(/#\d+/g, '').split(' ')
}

/** How long the reader waited for the first word after the server was ready again; nothing if it had them all. */
function gapAfter({ tokenTimes }: Followed, readyAt: number): number[] {
  const next = tokenTimes.find((at) => at > readyAt)
  const before = tokenTimes.some((at) => at <= readyAt)
  return next === undefined || !before ? [] : [next - readyAt]
}

async function isBack({ server }: House): Promise<number> {
  await until(async () => {
    try {
      return (await fetch(`${server}/healthz`)).ok
    } catch {
      return false // not yet
    }
  })
  return performance.now()
}

// The one place where time is waited for: the moment of the kill is what is drawn.
function passes(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
