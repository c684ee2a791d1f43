import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import { describe, expect, test } from 'vitest'
import { placeSeal } from '../recovery/place-seal.ts'
import { Buckets } from './buckets.ts'
import { Newcomers, type Asks, type ProofWanted } from './newcomers.ts'
import { passes } from './passes.ts'
import { sums } from './sums.ts'

const secret = 'a secret of sixteen'
const client = { key: '192.0.2.1' }

function at(start = 1_700_000_000_000) {
  let time = start
  const now = (): number => time
  const seal = placeSeal(secret)
  const newcomers = new Newcomers({
    now,
    proofAbove: 10,
    seal,
    passes: passes({ secret, now, isSecure: false }),
    sums: sums({ secret, now }),
    ofOneInside: new Buckets({ perMinute: 20, mostKeys: 100 }),
  })
  return { newcomers, seal, now, wait: (ms: number): void => void (time += ms) }
}

type Setting = ReturnType<typeof at>

const visit: Asks = { kind: 'visit', cookie: undefined, client }
const cookieOf = ({ cookie }: ProofWanted): string => cookie.split(';')[0] ?? ''

/** Very many newcomers, and what the last of them is told. */
async function flood({ newcomers }: Setting): Promise<ProofWanted> {
  let last: ProofWanted | undefined
  for (let i = 0; i < 500; i++) last = await newcomers.wantedOf({ ...visit, client: { key: `198.51.100.${i}` } })
  if (last === undefined) throw new Error('nothing was asked of anybody')
  return last
}

async function solutionOf({ sum }: ProofWanted): Promise<string> {
  const solution = await solveChallenge({ challenge: sum, deriveKey })
  return Buffer.from(JSON.stringify({ challenge: sum, solution })).toString('base64url')
}

describe('while as many newcomers come as people would', () => {
  test('nothing is asked of anybody', async () => {
    const { newcomers, wait } = at()
    for (let i = 0; i < 300; i++) {
      expect(await newcomers.wantedOf(visit)).toBeUndefined()
      wait(125)
    }
  })
})

describe('while very many newcomers come', () => {
  test('each is told how long waiting takes, and given a sum', async () => {
    const wanted = await flood(at())
    expect(wanted).toMatchObject({
      retryAfterMs: 30_000,
      because: expect.stringMatching(/^\d+ newcomers come in a second/),
    })
    expect(wanted.sum.parameters).toMatchObject({ algorithm: 'PBKDF2/SHA-256', keyPrefix: '00' })
  })

  test('whoever is inside is asked nothing, and a place that many share is worth that of one', async () => {
    const setting = at()
    await flood(setting)
    const { newcomers, seal, now } = setting
    const write = (isInside: boolean, seenAt = now()): Promise<string> =>
      seal.seal({ id: 'somebody-1', isInside, since: 0, seenAt, told: 0 })
    const asInside = async (place: string) => newcomers.wantedOf({ ...visit, cookie: `holdfast_place=${place}` })
    expect(await asInside(await write(true))).toBeUndefined()
    expect(await asInside(await write(false))).toBeDefined()
    expect(await asInside(await write(true, now() - 31 * 60_000))).toBeDefined()
    expect(await asInside((await write(true)).replace(/..$/, 'zz'))).toBeDefined()
    for (let i = 0; i < 19; i++) expect(await asInside(await write(true))).toBeUndefined()
    expect(await asInside(await write(true))).toBeDefined()
  })

  test('whoever reads a running reply is asked nothing', async () => {
    const setting = at()
    await flood(setting)
    expect(await setting.newcomers.wantedOf({ ...visit, kind: 'reading-reply' })).toBeUndefined()
  })

  test('whoever has waited goes on, and refreshing makes it neither longer nor shorter', async () => {
    const setting = at()
    await flood(setting)
    const { newcomers, wait } = setting
    const first = await newcomers.wantedOf(visit)
    if (first === undefined) throw new Error('nothing was asked')
    const waiting = { ...visit, cookie: cookieOf(first) }
    wait(10_000)
    await flood(setting)
    expect(await newcomers.wantedOf(waiting)).toMatchObject({ retryAfterMs: 20_000 })
    wait(19_999)
    await flood(setting)
    expect(await newcomers.look(waiting)).toMatchObject({ retryAfterMs: 1 })
    wait(1)
    await flood(setting)
    expect(await newcomers.look(waiting)).toBeUndefined()
    expect(await newcomers.wantedOf(waiting)).toBeUndefined()
    expect(await newcomers.wantedOf({ ...waiting, client: { key: '192.0.2.2' } })).toBeDefined()
    wait(31 * 60_000)
    await flood(setting)
    expect(await newcomers.wantedOf(waiting)).toBeDefined()
  })

  test('whoever has done the sum goes on at once', async () => {
    const setting = at()
    await flood(setting)
    const { newcomers } = setting
    const wanted = await newcomers.wantedOf(visit)
    if (wanted === undefined) throw new Error('nothing was asked')
    const pass = await newcomers.passFor(await solutionOf(wanted), client)
    expect(await newcomers.wantedOf({ ...visit, cookie: pass?.split(';')[0] })).toBeUndefined()
  })

  test('a solution that is wrong, old, changed, or of somebody else is none', async () => {
    const setting = at()
    await flood(setting)
    const { newcomers, wait } = setting
    const wanted = await newcomers.wantedOf(visit)
    if (wanted === undefined) throw new Error('nothing was asked')
    const right = await solutionOf(wanted)
    const changed = (change: (text: string) => string): string =>
      Buffer.from(change(Buffer.from(right, 'base64url').toString())).toString('base64url')
    expect(await newcomers.passFor(right, { key: '192.0.2.2' })).toBeUndefined()
    expect(await newcomers.passFor('', client)).toBeUndefined()
    expect(await newcomers.passFor('bm90IGpzb24', client)).toBeUndefined()
    expect(
      await newcomers.passFor(
        changed((text) => text.replace('"cost":5000', '"cost":1')),
        client,
      ),
    ).toBeUndefined()
    expect(
      await newcomers.passFor(
        changed((text) => text.replace('"keyPrefix":"00"', '"keyPrefix":"0"')),
        client,
      ),
    ).toBeUndefined()
    expect(
      await newcomers.passFor(
        changed((text) => text.replace(/"counter":\d+/, '"counter":1')),
        client,
      ),
    ).toBeUndefined()
    wait(5 * 60_000 + 1)
    expect(await newcomers.passFor(right, client)).toBeUndefined()
  })

  test('it is over when they stay away', async () => {
    const setting = at()
    await flood(setting)
    setting.wait(60_000)
    expect(await setting.newcomers.look(visit)).toBeUndefined()
    expect(await setting.newcomers.wantedOf(visit)).toBeUndefined()
  })
})

test('0 asks nobody', async () => {
  const { newcomers: some, ...rest } = at()
  expect(some).toBeInstanceOf(Newcomers)
  const means = { secret, now: rest.now }
  const none = new Newcomers({
    ...rest,
    proofAbove: 0,
    passes: passes({ ...means, isSecure: true }),
    sums: sums(means),
    ofOneInside: new Buckets({ perMinute: 0, mostKeys: 1 }),
  })
  for (let i = 0; i < 500; i++) expect(await none.wantedOf(visit)).toBeUndefined()
})
