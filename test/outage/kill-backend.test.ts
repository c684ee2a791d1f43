import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { textOf, type ReplyEvent } from '../../src/protocol/events.ts'
import { seededChance } from '../../src/shared/ids.ts'
import type { Strike } from '../fixtures/fake-backend/behaviour.ts'
import { startFake, type FakeProgram } from '../support/fake-program.ts'
import { openHouse, type House } from '../support/house.ts'
import { summary } from '../support/summary.ts'
import { writerAt, type Followed, type Writer } from '../support/writer.ts'

const kills = Number(process.env['KILLS'] ?? 50)
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const tokens = 60
const behaviour = { tokens, everyMs: 10, salted: true }

let house: House | undefined
const fakes: FakeProgram[] = []

async function fakeProgram(port = 0): Promise<FakeProgram> {
  const fake = await startFake(behaviour, port, 1 + fakes.length * 10_000)
  fakes.push(fake)
  return fake
}

async function writerFor(settings: Record<string, string>, ...backends: readonly FakeProgram[]): Promise<Writer> {
  house = await openHouse({
    backends: backends.map(({ address }, n) => ({ name: `fake-${n + 1}`, baseURL: `${address}/v1`, model: 'fake' })),
    settings,
  })
  return writerAt(house.edge)
}

async function close(): Promise<void> {
  await house?.stop()
  await Promise.all(fakes.splice(0).map((fake) => fake.kill()))
}

async function write(
  writer: Writer,
  text: string,
  onToken?: () => void,
): Promise<Followed & { readonly whole: string }> {
  const { stream } = await writer.send(await writer.newChat(), text)
  const followed = await writer.follow(stream, onToken)
  return { ...followed, whole: textOf(await writer.readWhole(stream)) }
}

function expectWhole(
  { text, whole, done }: { readonly text: string; readonly whole: string; readonly done: ReplyEvent },
  where: string,
): void {
  expect(whole, where).toBe(text)
  expect(text.replaceAll(/#\d+/g, ''), where).toBe(
    Array.from({ length: tokens }, (_, number) => `t${number}`).join(' '),
  )
  expect(done, where).toMatchObject({ t: 'done', reason: 'done' })
}

describe(`back ends that are killed (seed ${seed})`, () => {
  const chance = seededChance(seed)
  let writer: Writer
  let first: FakeProgram

  beforeAll(async () => {
    first = await fakeProgram()
    writer = await writerFor({}, first)
  })
  afterAll(close)

  test(`${kills} SIGKILLs of the only back end lose nothing and repeat nothing`, { timeout: 0 }, async () => {
    const gaps: number[] = []
    let seams = 0
    for (let kill = 1; kill <= kills; kill++) {
      const at = Math.floor(chance() * tokens)
      let seen = 0
      let isKilled = false
      const dead = Promise.withResolvers<void>()
      const reading = write(writer, 'write on', () => {
        if (++seen !== at + 1) return
        isKilled = true
        void first.kill().then(dead.resolve)
      })
      await Promise.race([dead.promise, reading])
      if (!isKilled) await first.kill()
      first = await fakeProgram(first.port)
      const readyAt = performance.now()
      const followed = await reading
      expectWhole(followed, `kill ${kill} at token ${at}`)
      seams += followed.events.filter(({ t }) => t === 'seam').length
      const next = followed.tokenTimes.find((time) => time > readyAt)
      if (isKilled && next !== undefined) gaps.push(next - readyAt)
    }
    process.stdout.write(`gap from the back end's return to the next word after ${kills} kills: ${summary(gaps)}\n`)
    expect(seams).toBeGreaterThan(0)
  })
})

describe('two back ends', () => {
  afterEach(close)

  test('when one dies for good the other goes on, and the seam says so', async () => {
    const [one, two] = [await fakeProgram(), await fakeProgram()]
    const writer = await writerFor({}, one, two)
    let seen = 0
    let killedAt = 0
    const followed = await write(writer, 'write on', () => {
      if (++seen !== 20) return
      killedAt = performance.now()
      void one.kill()
    })
    expectWhole(followed, 'the first was killed')
    const pauses = followed.tokenTimes.map((time, n) => time - (followed.tokenTimes[n - 1] ?? time))
    const after = pauses.filter((_, n) => (followed.tokenTimes[n] ?? 0) > killedAt)
    process.stdout.write(`longest pause when another back end takes over: ${Math.max(...after).toFixed(0)} ms\n`)
    const seam = followed.events.find((event) => event.t === 'seam')
    expect(seam).toMatchObject({ from: 'fake-1', to: 'fake-2', why: 'backend-cut' })
  })

  test.for<Strike>([
    'reset',
    'clean-end',
    'done-without-finish',
    'silence',
    'error-event',
    'long-line',
    'broken-json',
    'no-done',
  ])('a reply that meets %s in the middle is whole in the end', async (fault) => {
    const writer = await writerFor({ SILENCE_MS: '400' }, await fakeProgram(), await fakeProgram())
    expectWhole(await write(writer, `write on, fault ${fault} at 25 1 times`), fault)
  })

  test('with every back end dead the reply waits, says why, and goes on when one is back', async () => {
    const one = await fakeProgram()
    const writer = await writerFor({}, one)
    await one.kill()
    const { stream } = await writer.send(await writer.newChat(), 'write on')
    const reading = writer.follow(stream)
    await writer.readWhole(stream)
    const isStalled = async (): Promise<boolean> => (await writer.readWhole(stream)).some(({ t }) => t === 'note')
    while (!(await isStalled())) await new Promise((resolve) => setTimeout(resolve, 10))
    await fakeProgram(one.port)
    const followed = await reading
    expectWhole({ ...followed, whole: followed.text }, 'nobody was there')
    const note = followed.events.find((event) => event.t === 'note')
    expect(note).toMatchObject({ note: 'stalled', fault: { fault: 'backend-refused', side: 'model' } })
  })
})
