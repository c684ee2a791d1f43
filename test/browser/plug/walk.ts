import { hash32, seededChance } from '../../../src/shared/ids.ts'
import { keptWords, waitingTexts } from '../stored-here.ts'
import { Desk } from './desk.ts'
import { faultSteps } from './fault-steps.ts'
import { markOf, Oracle } from './oracle.ts'
import { World, type Scenery, type Step } from './scenery.ts'
import { wrongWhenSettled } from './settled.ts'
import { writingSteps } from './writing-steps.ts'

const steps: readonly Step[] = [...writingSteps, ...faultSteps]
const allWeight = steps.reduce((sum, { weight }) => sum + weight, 0)

export interface Walk {
  readonly seed: number
  readonly length: number
  /** How many words the fake back end writes. */
  readonly tokens: number
}

export interface Walked {
  /** What was done, step by step. */
  readonly log: readonly string[]
  /** When something was wrong: what the browser still kept of words, and how long each turn had waited there. */
  readonly kept: readonly string[]
  readonly turns: number
  /** Empty if nothing was lost, doubled or out of order. */
  readonly wrong: readonly string[]
}

/** Takes so many steps, each chosen by the seed and the number of the step, and then compares everything. */
export async function walk(
  command: string,
  { seed, length, tokens }: Walk,
  scenery: Omit<Scenery, 'desk'>,
): Promise<Walked> {
  const desk = await Desk.open(command, scenery.plug.address)
  const oracle = new Oracle()
  const world = new World({ ...scenery, desk }, oracle)
  const log: string[] = []
  const kept: string[] = []
  const wrong: string[] = []
  /** By turns, after which steps they were found waiting first and last. */
  const waited = new Map<string, readonly [first: number, last: number]>()
  try {
    for (let taken = 0, drawn = 0; taken < length; drawn++) {
      const chance = seededChance(hash32(`${seed}/${drawn}`))
      const step = stepFor(chance())
      log.push(`${drawn} ${step.name} …`)
      const startedAt = performance.now()
      const done = await step.run(world, chance)
      if (done === null) {
        log.pop()
        continue
      }
      await world.isAllThere()
      await world.age()
      log.splice(-1, 1, `${drawn} ${done} (${(performance.now() - startedAt).toFixed(0)} ms)`)
      for (const text of await waitingTextsOn(desk)) {
        const mark = markOf(text) ?? text
        waited.set(mark, [waited.get(mark)?.[0] ?? drawn, drawn])
      }
      taken++
    }
    log.push('mend all')
    await world.mendAll()
    wrong.push(...(await wrongWhenSettled(world, tokens)))
    wrong.push(...desk.tabs.flatMap(({ complaints }) => complaints))
  } catch (error) {
    wrong.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
    for (const { page } of desk.tabs) kept.push(`${page.url()}: ${await keptWords(page)}`)
  } finally {
    await world.mendAll()
    await desk.close()
  }
  if (wrong.length > 0)
    kept.push(`waited: ${[...waited].map(([mark, [first, last]]) => `${mark} ${first} to ${last}`).join(', ')}`)
  return { log, kept, wrong, turns: oracle.chatIds.reduce((sum, id) => sum + oracle.turnsOf(id).length, 0) }
}

async function waitingTextsOn({ tabs: [tab] }: Desk): Promise<readonly string[]> {
  return tab === undefined ? [] : waitingTexts(tab.page)
}

function stepFor(drawn: number): Step {
  let left = drawn * allWeight
  for (const step of steps) {
    left -= step.weight
    if (left < 0) return step
  }
  throw new Error('a number of 1 or more was drawn')
}
