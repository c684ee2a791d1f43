import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { usualClocks, type EdgeClocks } from '#edge/clocks.ts'
import { faults } from '#protocol/faults.ts'
import { problemSchema } from '#protocol/problem.ts'
import { ask, type Answered, type Asking } from '../fixtures/ask.ts'
import { runningEdge, type EdgeUnderTest } from '../fixtures/running-edge.ts'
import { answers } from './origin-failures/answers.ts'
import { bodies } from './origin-failures/bodies.ts'
import { connections } from './origin-failures/connections.ts'
import { encryption } from './origin-failures/encryption.ts'
import { Stage, type EdgeToldTo, type OriginFailure } from './origin-failures/failure.ts'
import { names } from './origin-failures/names.ts'

const stage = new Stage()
let edge: EdgeUnderTest | undefined

afterEach(async () => {
  await edge?.stop()
  edge = undefined
  await stage.close()
})
afterAll(() => stage.close())

const isSoonMs = 150
const farMs = 60_000

async function edgeBefore(failure: OriginFailure): Promise<EdgeUnderTest> {
  const { rings, ...told } = await failure.open(stage)
  edge = await runningEdge({ ...told, clocks: clocksRinging(rings) })
  return edge
}

function clocksRinging(rings: EdgeToldTo['rings']): EdgeClocks {
  const far = { connectMs: farMs, takeMs: farMs, firstByteMs: farMs, stallMs: farMs }
  return { ...usualClocks, ...far, ...(rings === undefined ? {} : { [rings]: isSoonMs }), drainMs: 1 }
}

const asProgram = { accept: 'application/json' }
const asPerson = { accept: 'text/html,*/*;q=0.8' }

function asked(at: EdgeUnderTest, asking: Asking | undefined, headers: Record<string, string>): Promise<Answered> {
  return ask(at.address, '/api/chats', { ...asking, headers })
}

describe('an origin that fails before it answers', () => {
  test.for([...names, ...connections, ...encryption, ...answers])('$name is $fault', async (failure) => {
    const at = await edgeBefore(failure)
    const { status, title, says } = faults[failure.fault]

    const forProgram = await asked(at, failure.asking, asProgram)
    expect(forProgram.status, forProgram.body).toBe(status)
    const document = problemSchema.parse(JSON.parse(forProgram.body))
    expect(document).toMatchObject({ fault: failure.fault, evidence: { kind: failure.kind } })
    if (failure.phase !== undefined) expect(document.evidence?.phase).toBe(failure.phase)
    expect(document.because).not.toBe('')
    expect(document.retryAfterMs).toBeGreaterThan(0)

    if (failure.asking?.method === 'POST') return
    const forPerson = await asked(at, failure.asking, asPerson)
    expect(forPerson.status).toBe(status)
    expect(forPerson.headers['content-type']).toBe('text/html; charset=utf-8')
    for (const words of [title, says]) expect(forPerson.body).toContain(words.replaceAll("'", '&#39;'))
  })
})

describe('an origin that fails within its answer', () => {
  test.for(bodies)('$name is cut, and never looks whole ($fault)', async (failure) => {
    const at = await edgeBefore(failure)
    const answer = await asked(at, undefined, asProgram)
    expect(answer).toMatchObject({ status: 200, isWhole: false })
    const { fault, phase, kind } = failure
    const fields: unknown = expect.objectContaining({ fault, phase, kind })
    expect(at.log.lines).toContainEqual(expect.objectContaining({ event: 'answer cut', fields }))
    if (failure.name.includes('between two events')) expect(answer.body).toContain(`"fault":"${fault}"`)
    else expect(answer.body).toMatch(/half$/)
  })
})
