import { briefBoardSchema } from '#protocol/brief-board.ts'
import type { Clock } from '#shared/clock.ts'
import type { Ask } from '../handler.ts'
import { LastTold } from '../last-told.ts'
import { openIncident, toldBy, type OpenIncident, type Told } from '../told-incident.ts'

export interface LearningMeans {
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly ask: Ask
}

export interface LearntIncident {
  /** Asks what is open now, unless that was just done, and comes back when it is known or the visitor has waited enough. */
  readonly learn: (stay: (until: Promise<unknown>) => void) => Promise<void>
  /** As this instance knows it. */
  readonly incident: () => OpenIncident | undefined
}

/** So much later than without it does a visitor hear of a fault, at the most, and that once in ten seconds. */
const waitMs = 300
const patienceMs = 2000
const mostBytes = 1_000_000

/**
 * The incident that the status process has open, for an instance that may have been started by the very visitor who meets it.
 * Each request awaits only what it has asked itself: to wait for another one's is taken by a Worker for a hang.
 */
export function learntIncident({ clock, ask }: LearningMeans): LearntIncident {
  const told = new LastTold(() => askTold(ask, clock), clock.now)
  return {
    async learn(stay) {
      const asking = told.renew()
      stay(asking)
      await noLonger(asking, clock)
    },
    incident: () => openIncident(told.latest, clock.now()),
  }
}

async function noLonger(asking: Promise<void>, { after }: Pick<Clock, 'after'>): Promise<void> {
  const enough = Promise.withResolvers<void>()
  const cancel = after(waitMs, enough.resolve)
  await Promise.race([asking, enough.promise])
  cancel()
}

async function askTold(ask: Ask, { after }: Pick<Clock, 'after'>): Promise<Told | undefined> {
  const giveUp = new AbortController()
  const cancel = after(patienceMs, () => giveUp.abort())
  try {
    const asked = await ask('status', '/brief.json', { signal: giveUp.signal })
    if (!asked.ok || asked.value.body === null) return undefined
    const board = briefBoardSchema.safeParse(JSON.parse(await textOf(asked.value.body)))
    return board.success ? toldBy(board.data) : undefined
  } catch {
    return undefined // It broke off, or something else answers there.
  } finally {
    cancel()
  }
}

/** A body as text, as long as it is no larger than the status process makes it. */
async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let [text, sizeBytes] = ['', 0]
  for await (const part of body) {
    sizeBytes += part.length
    // To leave the loop cancels the reading.
    if (sizeBytes > mostBytes) return ''
    text += decoder.decode(part, { stream: true })
  }
  return text + decoder.decode()
}
