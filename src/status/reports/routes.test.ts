import { afterEach, describe, expect, test } from 'vitest'
import { reportAnswerSchema, type ReportAnswer } from '#protocol/report.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { answering, openHttpServer } from '../../../test/fixtures/http-server.ts'
import { houseEdge, houseServer, openPeopleHouse, type PeopleHouse } from '../../../test/support/people-house.ts'

const toClose: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

async function open(edge?: string): Promise<PeopleHouse> {
  const house = await openPeopleHouse(edge === undefined ? {} : { edge })
  toClose.push(house.close)
  return house
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const asJson = { 'content-type': 'application/json', accept: 'application/json' }

async function said(house: PeopleHouse, body: object, from = '192.0.2.1'): Promise<ReportAnswer> {
  const headers = { ...asJson, 'x-forwarded-for': from }
  const answer = await ask(house.address, '/reports', { method: 'POST', headers, body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
  return reportAnswerSchema.parse(JSON.parse(answer.body))
}

describe('"I see it too"', () => {
  test('is one form without a script, and is answered with a page', async () => {
    const house = await open()
    const { status, headers, body } = await ask(house.address, '/reports', {
      method: 'POST',
      headers: form,
      body: 'hop=server&receipt=',
    })
    expect(status).toBe(200)
    expect(headers['content-security-policy']).not.toContain('script')
    expect(body).toContain('Thank you, that is noted')
    expect(body).toContain('You are the first within an hour to say that Chats fails.')
    expect(body).toContain('Your address is not kept.')
  })

  test('from behind the edge counts for whoever said it, and not for the edge', async () => {
    const house = await open()
    for (let i = 1; i <= 5; i++)
      expect(await said(house, {}, `192.0.2.${i}`)).toMatchObject({ isCounted: true, people: i })
    await house.clock.advance(60_000)
    expect(house.means.board().components.map(({ id, isReported }) => [id, isReported])).toEqual([
      [houseEdge, false],
      [houseServer, false],
    ])
    expect(house.people.reports.isReported(houseServer)).toBe(true)
    expect(await said(house, {}, '192.0.2.1')).toMatchObject({ isCounted: false, isReported: true })
  })

  test('with the receipt of a fault is put to the edge, and counts as measured when that knows it', async () => {
    const receipt = 'request-1~origin-refused~m1~0a'
    const known = { requestId: 'request-1', fault: 'origin-refused', at: Date.UTC(2026, 10, 29, 12) }
    const edge = await openHttpServer(answering({ [`/__edge/receipt?of=${encodeURIComponent(receipt)}`]: known }))
    toClose.push(edge.close)
    const house = await open(edge.address)
    expect(await said(house, { receipt })).toMatchObject({ isConfirmed: true })
    expect(await said(house, { receipt: 'request-2~origin-refused~m1~0a' })).toMatchObject({ isConfirmed: false })
    expect(house.people.reports.takeMeasured()).toEqual([{ ...known, componentId: houseServer }])
  })

  test('with a receipt counts as an opinion while the edge is away', async () => {
    expect(await said(await open(), { receipt: 'request-1~x' })).toMatchObject({ isCounted: true, isConfirmed: false })
  })

  test.for([
    ['{"hop":', asJson, 400],
    ['{"hop":"moon"}', asJson, 400],
    ['{"receipt":7}', asJson, 400],
    [`{"receipt":"${'x'.repeat(301)}"}`, asJson, 400],
    ['component=<script>', form, 400],
    [`hop=${'x'.repeat(3_000)}`, form, 413],
  ] as const)('%s is refused', async ([body, headers, code]) => {
    const house = await open()
    expect((await ask(house.address, '/reports', { method: 'POST', headers, body })).status).toBe(code)
  })

  test('from another site is refused, for nobody there said it', async () => {
    const house = await open()
    const headers = { ...form, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect((await ask(house.address, '/reports', { method: 'POST', headers, body: 'hop=server' })).status).toBe(403)
  })

  test('is taken by the thousand, each person once', async () => {
    const house = await open()
    const flood = Array.from({ length: 1_000 }, (_, i) => said(house, {}, `198.51.${i >> 8}.${i & 255}`))
    await Promise.all([...flood, said(house, {}, '192.0.2.9')])
    await house.clock.advance(60_000)
    expect(house.people.reports.peopleBetween([houseServer], 0, house.clock.now())).toBe(1_001)
  })
})

describe('what browsers tell by themselves', () => {
  const report = { type: 'network-error', age: 0, body: { phase: 'connection', type: 'tcp.refused', status_code: 0 } }
  const headers = { 'content-type': 'application/reports+json' }

  test('is taken in for the names under which we are found', async () => {
    const house = await open('https://stories.example')
    const body = JSON.stringify([
      { ...report, url: 'https://stories.example/chats' },
      { ...report, url: 'https://elsewhere.example/' },
    ])
    const { status } = await ask(house.address, '/nel', { method: 'POST', headers, body })
    expect(status).toBe(204)
    expect(house.people.reports.seenByBrowsers(houseEdge)).toEqual(['browsers told of tcp.refused, once'])
  })

  test('is refused where it is none, or far too much', async () => {
    const house = await open()
    expect((await ask(house.address, '/nel', { method: 'POST', headers, body: '<html>' })).status).toBe(400)
    const body = JSON.stringify(Array.from({ length: 5_000 }, () => report))
    expect((await ask(house.address, '/nel', { method: 'POST', headers, body })).status).toBe(413)
  })
})
