import { afterAll, beforeAll, expect, test } from 'vitest'
import { hash32, seededChance } from '../../src/shared/ids.ts'
import type { EmbeddedBackend } from '../../src/server/models/engine/backend.ts'
import { openNarrator } from '../../src/server/models/engine/narrator.ts'
import { asking, clockThatOnlyTells, describeWithEngine, EngineLog, readReply } from '../fixtures/embedded-engine.ts'
import { openHouse, type House } from '../support/house.ts'
import { writerAt, type Followed } from '../support/writer.ts'

const rounds = Number(process.env['NARRATOR_ROUNDS'] ?? 3)
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

  test(`is the uninterrupted one to the byte after two SIGKILLs of the server (seed ${seed})`, async () => {
    const chance = seededChance(seed)
    for (let round = 1; round <= rounds; round++) {
      const killAfter = [1 + Math.floor(chance() * 12), 13 + Math.floor(chance() * 12)]
      const { replyId, followed } = await writeAndKill(killAfter)
      const whole = await readReply(undisturbed, asking(request, { replyId }))
      const where = `round ${round}, reply ${replyId}, killed after ${killAfter.join(' and ')}`
      expect(followed.text, where).toBe(whole.text)
      expect(followed.done, where).toEqual({
        t: 'done',
        reason: 'done',
        finish: whole.end?.finish,
        usage: whole.end?.usage,
      })
      expect(followed.breaks, where).toBeGreaterThan(0)
      for (const event of followed.events) if (event.t === 'seam') expect(event.way, where).toBe('same-tokens')
    }
  })

  /** Has a reply written, and kills the server each time that so many tokens have been shown. */
  async function writeAndKill(killAfter: readonly number[]): Promise<{ replyId: string; followed: Followed }> {
    const writer = writerAt(house.edge)
    const { replyId, stream } = await writer.send(await writer.newChat(), request)
    const kills: Promise<unknown>[] = []
    let shown = 0
    const followed = await writer.follow(stream, () => {
      shown += 1
      if (killAfter.includes(shown)) kills.push(house.kill('server'))
    })
    await Promise.all(kills)
    return { replyId, followed }
  }
})
