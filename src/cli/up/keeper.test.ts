import { describe, expect, test } from 'vitest'
import { manualClock, type ManualClock } from '../../../test/support/clock.ts'
import { Keeper, type ChildNews } from './keeper.ts'

function kept(): {
  readonly clock: ManualClock
  readonly keeper: Keeper
  readonly lines: string[]
  readonly acts: string[]
  readonly news: () => ChildNews
  readonly started: () => number
} {
  const clock = manualClock()
  const lines: string[] = []
  const acts: string[] = []
  const all: ChildNews[] = []
  const keeper = new Keeper('server', {
    spawn(news) {
      all.push(news)
      return { stop: () => acts.push('stop'), kill: () => acts.push('kill') }
    },
    clock,
    chance: () => 0.5,
    tell: (line) => lines.push(line),
  })
  const news = (): ChildNews => {
    const last = all.at(-1)
    if (last === undefined) throw new Error('nothing was started')
    return last
  }
  return { clock, keeper, lines, acts, news, started: () => all.length }
}

const killed = { code: null, signal: 'SIGKILL' }
const crashed = { code: 1, signal: null }

describe('a kept process', () => {
  test('is started again at once when it dies, and the operator reads how it died', async () => {
    const { clock, keeper, lines, news, started } = kept()
    keeper.start()
    news().ready('http://127.0.0.1:1')
    expect(await keeper.first).toEqual({ ok: true, value: 'http://127.0.0.1:1' })
    await clock.advance(12_300)
    news().ended(killed, '')
    expect(started()).toBe(2)
    await clock.advance(400)
    news().ready('http://127.0.0.1:1')
    expect(lines).toEqual([
      'server was ended by SIGKILL after 12.3 s; starting it again now.',
      'server is back at http://127.0.0.1:1, 400 ms after its start.',
    ])
  })

  test('that keeps dying is tried again for ever, and each line says when, how often, and what it said last', async () => {
    const { clock, keeper, lines, news, started } = kept()
    keeper.start()
    for (let death = 1; death <= 40; death++) {
      await clock.advance(100)
      news().ended(crashed, 'Error: no such table: chats')
      while (started() === death) await clock.advance(10)
    }
    expect(lines).toHaveLength(40)
    expect(lines.at(-1)).toBe(
      'server ended with exit code 1 after 0.1 s, 40 times in a row now; starting it again in 7.8 s. It last said: Error: no such table: chats',
    )
  })

  test('that refuses its settings at the first start is not started again', async () => {
    const { keeper, lines, news, started } = kept()
    keeper.start()
    news().refused('`dataDir` is /x, which is not a folder.')
    news().ended({ code: 2, signal: null }, '')
    expect(await keeper.first).toEqual({ ok: false, error: '`dataDir` is /x, which is not a folder.' })
    await keeper.stop()
    expect([started(), lines]).toEqual([1, []])
  })

  test('that refuses them later is tried again, for it ran with them before', async () => {
    const { clock, keeper, lines, news, started } = kept()
    keeper.start()
    news().ready('http://127.0.0.1:1')
    news().ended(killed, '')
    news().refused('`serverPort` is 8522, which another program uses.')
    news().ended({ code: 2, signal: null }, '')
    await clock.advance(15_250)
    expect(started()).toBe(3)
    expect(lines.at(-1)).toContain('`serverPort` is 8522')
  })

  test('is asked to stop, and ended by force when it does not', async () => {
    const { clock, keeper, acts, news } = kept()
    keeper.start()
    news().ready('http://127.0.0.1:1')
    const stopped = keeper.stop()
    expect(acts).toEqual(['stop'])
    await clock.advance(14_999)
    expect(acts).toEqual(['stop'])
    await clock.advance(1)
    expect(acts).toEqual(['stop', 'kill'])
    news().ended(killed, '')
    await stopped
  })

  test('that is retired runs on, and is not started again when it ends', async () => {
    const { keeper, lines, acts, news, started } = kept()
    keeper.start()
    news().ready('http://127.0.0.1:1')
    keeper.retire()
    expect(acts).toEqual([])
    news().ended({ code: 0, signal: null }, '')
    await keeper.stop()
    expect([started(), lines]).toEqual([1, []])
  })

  test('that waits for its next start is not started any more once it is to stop', async () => {
    const { clock, keeper, news, started } = kept()
    keeper.start()
    for (let death = 0; death < 2; death++) news().ended(crashed, '')
    await keeper.stop()
    await clock.advance(60_000)
    expect(started()).toBe(2)
  })
})
