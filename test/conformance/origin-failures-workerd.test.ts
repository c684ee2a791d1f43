import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faults } from '#protocol/faults.ts'
import { problemSchema } from '#protocol/problem.ts'
import { ask } from '../fixtures/ask.ts'
import { runningWorkers, type Variables } from '../fixtures/running-worker.ts'
import { answers } from './origin-failures/answers.ts'
import { bodies } from './origin-failures/bodies.ts'
import { connections } from './origin-failures/connections.ts'
import { encryption } from './origin-failures/encryption.ts'
import { Stage, type EdgeToldTo, type OriginFailure } from './origin-failures/failure.ts'
import { names } from './origin-failures/names.ts'

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

const before = [...names.filter(isOfSystem), ...connections, ...encryption, ...answers].filter(isHere)
const within = bodies.filter(isHere)

const stage = new Stage()
const edges = new Map<OriginFailure, { readonly address: string; readonly rings: EdgeToldTo['rings'] }>()
let stop = (): Promise<void> => Promise.resolve()

// Every origin and an edge before each of them, in one process.
beforeAll(async () => {
  const failures = [...before, ...within]
  const told = await Promise.all(failures.map((failure) => failure.open(stage)))
  const running = await runningWorkers(told.map((one) => ({ variables: variablesFor(one) })))
  stop = running.stop
  for (const [place, failure] of failures.entries())
    edges.set(failure, { address: running.addresses[place] ?? '', rings: told[place]?.rings })
})
afterAll(async () => {
  await stop()
  await stage.close()
})

const isSoonMs = '150'
const farMs = '60000'

function variablesFor({ origin = '', rings }: EdgeToldTo): Variables {
  const isWithinBody = rings === 'stallMs'
  return {
    HOLDFAST_ORIGIN_URL: origin,
    HOLDFAST_STATUS_URL: origin,
    HOLDFAST_PLACE_KEY: 'a key for this test only',
    HOLDFAST_BEHIND_CDN: 'false',
    // A Worker has one clock for everything before the first byte.
    HOLDFAST_ORIGIN_FIRST_BYTE_MS: rings === undefined || isWithinBody ? farMs : isSoonMs,
    HOLDFAST_ORIGIN_STALL_MS: isWithinBody ? isSoonMs : farMs,
  }
}

function edgeBefore(failure: OriginFailure): { readonly address: string; readonly rings: EdgeToldTo['rings'] } {
  const edge = edges.get(failure)
  if (edge === undefined) throw new Error(`no edge was started before ${failure.name}`)
  return edge
}

describe('an origin that fails before it answers, as a Worker sees it', () => {
  test.for(before)('$name', async (failure) => {
    const { address, rings } = edgeBefore(failure)
    const { method = 'GET' } = failure.asking ?? {}
    const answer = await ask(address, '/api/chats', { ...failure.asking, headers: { accept: 'application/json' } })
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
  test.for(within)('$name is cut, and never looks whole', async (failure) => {
    const { address } = edgeBefore(failure)
    const answer = await ask(address, '/api/chats', { headers: { accept: 'application/json' } })
    expect(answer).toMatchObject({ status: 200, isWhole: false })
    const fault = failure.kind === 'silent' ? 'origin-stalled' : 'origin-cut'
    if (failure.name.includes('between two events')) expect(answer.body).toContain(`"fault":"${fault}"`)
    else expect(answer.body).toMatch(/half$/)
  })
})
