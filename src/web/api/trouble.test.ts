import { describe, expect, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { troubleOf, troubleWithoutAnswer } from './trouble.ts'

describe('whose side a failure is on', () => {
  test('the answer itself says it', async () => {
    const document = problem('origin-refused', { requestId: 'r1' })
    expect(await troubleOf(Response.json(document, { status: 503 }))).toEqual(document)
  })

  test.for([
    [521, 'origin-refused'],
    [522, 'origin-silent'],
    [530, 'origin-unresolved'],
    [502, 'internal-error'],
    [404, 'not-found'],
    [413, 'body-too-large'],
    [400, 'invalid-request'],
    [403, 'intercepted'],
    [407, 'intercepted'],
    [511, 'intercepted'],
  ] as const)('a page of somebody else under %d is read as %s', async ([status, fault]) => {
    // 521 and its like cannot be constructed as a Response, but arrive as one.
    const response = Object.defineProperty(new Response('<html>', { status: 500 }), 'status', { value: status })
    expect(await troubleOf(response)).toMatchObject({ fault, because: expect.stringContaining(String(status)) })
  })

  test('without any answer, the device knows whether it is online', () => {
    expect(troubleWithoutAnswer(false, 'x')).toMatchObject({ fault: 'offline', side: 'your-network' })
    expect(troubleWithoutAnswer(true, 'x')).toMatchObject({ fault: 'edge-unreachable', side: 'edge', because: 'x' })
  })
})
