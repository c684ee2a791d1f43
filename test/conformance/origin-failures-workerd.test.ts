import { afterEach, describe, expect, test } from 'vitest'
import { faults } from '#protocol/faults.ts'
import { problemSchema } from '#protocol/problem.ts'
import { ask } from '../fixtures/ask.ts'
import { runningWorker, type WorkerUnderTest } from '../fixtures/running-worker.ts'
import { answers } from './origin-failures/answers.ts'
import { bodies } from './origin-failures/bodies.ts'
import { connections } from './origin-failures/connections.ts'
import { encryption } from './origin-failures/encryption.ts'
import { Stage, type EdgeToldTo, type OriginFailure } from './origin-failures/failure.ts'
import { names } from './origin-failures/names.ts'

const stage = new Stage()
let worker: WorkerUnderTest | undefined
afterEach(async () => {
  await worker?.stop()
  worker = undefined
  await stage.close()
})

const isSoonMs = '150'
const farMs = '60000'

async function workerBefore(failure: OriginFailure): Promise<{ at: WorkerUnderTest; rings: EdgeToldTo['rings'] }> {
  const { origin = '', rings } = await failure.open(stage)
  const isWithinBody = rings === 'stallMs'
  worker = await runningWorker({
    HOLDFAST_ORIGIN_URL: origin,
    HOLDFAST_STATUS_URL: origin,
    HOLDFAST_PLACE_KEY: 'a key for this test only',
    HOLDFAST_BEHIND_CDN: 'false',
    // A Worker has one clock for everything before the first byte.
    HOLDFAST_ORIGIN_FIRST_BYTE_MS: rings === undefined || isWithinBody ? farMs : isSoonMs,
    HOLDFAST_ORIGIN_STALL_MS: isWithinBody ? isSoonMs : farMs,
  })
  return { at: worker, rings }
}

/** What a Worker cannot be told, and what its runtime does in another way. */
const notHere: readonly string[] = [
  'a name with two addresses, and nothing listens at either',
  // RFC 9112 §6.3 lets a client go by the chunks, and the runtime does.
  'a server that counts and chunks its body',
  // The runtime waits for the rest of such a head.
  'a server that sends a field that is too large',
  'a server that sends too many fields',
  // Only event streams are watched on their way: silence in others ends when Cloudflare ends it.
  'a server that falls silent in a counted body',
  'a server that falls silent in a chunked body',
]
const isHere = ({ name }: OriginFailure): boolean => !notHere.includes(name)
const isOfSystem = ({ name }: OriginFailure): boolean => name.endsWith('for the system')

describe('an origin that fails before it answers, as a Worker sees it', () => {
  const failures = [...names.filter(isOfSystem), ...connections, ...encryption, ...answers].filter(isHere)
  test.for(failures)('$name', async (failure) => {
    const { at, rings } = await workerBefore(failure)
    const { method = 'GET' } = failure.asking ?? {}
    const answer = await ask(at.address, '/api/chats', { ...failure.asking, headers: { accept: 'application/json' } })
    const document = problemSchema.parse(JSON.parse(answer.body))
    const isNonsense = failure.name.includes('protocol unasked')
    const silent = { fault: 'origin-slow', evidence: { kind: 'silent' } } as const
    const lost = { fault: 'origin-broken', evidence: { kind: 'lost' } } as const
    const garbled = { fault: 'origin-garbled', evidence: { kind: 'garbled' } } as const
    const seen = isNonsense ? garbled : rings === undefined ? lost : silent
    expect(document).toMatchObject(seen)
    expect(answer.status).toBe(faults[seen.fault].status)
    expect(document.because).toMatch(/^seen from a Worker: http/)
    // Asked again once, where nothing can be done twice by it.
    expect(document.evidence?.tried).toHaveLength(seen === lost && method === 'GET' ? 1 : 0)
  })
})

describe('an origin that fails within its answer, as a Worker sees it', () => {
  test.for(bodies.filter(isHere))('$name is cut, and never looks whole', async (failure) => {
    const { at } = await workerBefore(failure)
    const answer = await ask(at.address, '/api/chats', { headers: { accept: 'application/json' } })
    expect(answer).toMatchObject({ status: 200, isWhole: false })
    const fault = failure.kind === 'silent' ? 'origin-stalled' : 'origin-cut'
    if (failure.name.includes('between two events')) expect(answer.body).toContain(`"fault":"${fault}"`)
    else expect(answer.body).toMatch(/half$/)
  })
})
