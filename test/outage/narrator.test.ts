import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hash32, seededChance } from '../../src/shared/ids.ts'
import type { EmbeddedBackend } from '../../src/server/models/engine/backend.ts'
import { openNarrator } from '../../src/server/models/engine/narrator.ts'
import { asking, clockThatOnlyTells, describeWithEngine, EngineLog, readReply } from '../fixtures/embedded-engine.ts'
import { openHouse, until, type House } from '../support/house.ts'
import { writerAt, type Followed } from '../support/writer.ts'

const rounds = Number(process.env['NARRATOR_ROUNDS'] ?? 4)
const seed = Number(process.env['SEED'] ?? hash32(String(process.hrtime.bigint())))
const request = 'Tell me a story about Nora the ghost hunter in the flooded tunnels.'

describeWithEngine('a reply of the practice narrator', () => {
  let house: House
  /** Writes the same replies with nobody to disturb it. */
  let undisturbed: EmbeddedBackend

  beforeAll(async () => {
    house = await openHouse()
    undisturbed = openNarrator({ log: new EngineLog(), clock: clockThatOnlyTells, tokensPerSecond: 0 })
  })
  afterAll(async () => {
    await undisturbed.close()
    await house.stop()
  })

  test.for(['server', 'engine'] as const)(
    `is the uninterrupted one to the byte after SIGKILLs of the %s (seed ${seed})`,
    { timeout: 0 },
    async (victim) => {
      const chance = seededChance(seed)
      for (let round = 1; round <= rounds; round++) {
        const { replyId, followed } = await writeWhile(() => kill(victim), [chance(), chance()])
        const whole = await readReply(undisturbed, asking(request, { replyId }))
        expect(followed.text, `round ${round}`).toBe(whole.text)
        expect(followed.done, `round ${round}`).toMatchObject({ reason: 'done', finish: whole.end?.finish })
        for (const seam of followed.events.filter((event) => event.t === 'seam')) expect(seam.way).toBe('same-tokens')
      }
    },
  )

  /** Has a reply written, and strikes twice while it is. */
  async function writeWhile(
    strike: () => Promise<unknown>,
    [first = 0, second = 0]: readonly number[],
  ): Promise<{ replyId: string; followed: Followed }> {
    const writer = writerAt(house.edge)
    const { replyId, stream } = await writer.send(await writer.newChat(), request)
    const strikeAt = [Math.ceil(first * 15), 15 + Math.ceil(second * 10)]
    const strikes: Promise<unknown>[] = []
    let count = 0
    const followed = await writer.follow(stream, () => {
      count += 1
      if (strikeAt.includes(count)) strikes.push(strike())
    })
    await Promise.all(strikes)
    expect(strikes.length, 'the reply was over before anybody struck').toBeGreaterThan(0)
    return { replyId, followed }
  }

  async function kill(victim: 'server' | 'engine'): Promise<void> {
    if (victim === 'server') await house.kill('server')
    else process.kill(await engineOf(await house.pidOf('server')), 'SIGKILL')
  }
})

/** The engine's process, found by its command line and its owner. */
function engineOf(server: number): Promise<number> {
  return until(async () => {
    const found = await Promise.all((await readdir('/proc')).map((pid) => isEngineOf(server, pid)))
    return found.find((pid) => pid !== undefined)
  })
}

async function isEngineOf(server: number, pid: string): Promise<number | undefined> {
  try {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    const status = await readFile(`/proc/${pid}/status`, 'utf8')
    const isIt = command.includes('engine/child.ts') && status.includes(`PPid:\t${server}\n`)
    return isIt ? Number(pid) : undefined
  } catch {
    return undefined // it is no process, or has ended meanwhile
  }
}
