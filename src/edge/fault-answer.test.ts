import { createHash } from 'node:crypto'
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { faults, isFaultId } from '#protocol/faults.ts'
import { problemSchema } from '#protocol/problem.ts'
import { faultAnswer } from './fault-answer.ts'
import type { RequestHead } from './request-head.ts'

const facts = {
  requestId: 'id-12345678',
  at: Date.UTC(2026, 10, 24),
  because: 'connect ECONNREFUSED <b>127.0.0.1</b>:8522',
  retryAfterMs: 1200,
  waitingFor: 'origin',
  surroundings: { isOwn: true, isBehindCdn: false },
} as const

const asking = (accept: string, method = 'GET'): RequestHead => ({
  method,
  path: '/api/chats',
  query: '',
  header: (name) => (name === 'accept' ? accept : undefined),
})

const page = asking('text/html')

describe('for a program', () => {
  test('it is a problem document that says when to come back', async () => {
    const answer = await faultAnswer('origin-refused', asking('*/*'), facts)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/problem+json',
      'retry-after': '2',
      'x-request-id': 'id-12345678',
      'cache-control': 'no-store',
    })
    expect(problemSchema.parse(JSON.parse(String(answer.body)))).toMatchObject({
      fault: 'origin-refused',
      status: 521,
      retryAfterMs: 1200,
      instance: '/api/chats',
    })
  })

  test('also where text/html is accepted, when something is to be changed: no person reads that answer', async () => {
    const answer = await faultAnswer('origin-refused', asking('text/html', 'POST'), facts)
    expect(answer.headers['content-type']).toBe('application/problem+json')
  })
})

describe('for a person', () => {
  test('the page says what happened, whose side it is, what is kept and what to do, and measures nothing in secret', async () => {
    const body = String((await faultAnswer('origin-refused', page, facts)).body)
    const { title, says, kept, todo } = faults['origin-refused']
    for (const text of [title, says, kept, todo, 'the server', '521', 'id-12345678']) expect(body).toContain(text)
    expect(body).toContain('data-ready="/__edge/ready/origin"')
    expect(body).not.toMatch(/https?:\/\//)
  })

  test('who met a fault on the way to our server says so with one tap, without a script', async () => {
    const receipt = 'id-12345678~origin-refused~m1~0a'
    const body = String((await faultAnswer('origin-refused', page, { ...facts, receipt })).body)
    expect(body).toContain('<form method="post" action="/status/reports">')
    expect(body).toContain(`name="receipt" value="${receipt}"`)
    expect(String((await faultAnswer('origin-refused', page, facts)).body)).not.toContain('<form')
  })

  test('what was measured is text on the page, whatever it holds', async () => {
    const body = String((await faultAnswer('origin-refused', page, facts)).body)
    expect(body).toContain('&#60;b&#62;127.0.0.1&#60;/b&#62;')
    expect(body).not.toContain('<b>')
  })

  test('style and script are the very ones that its policy names', async () => {
    const { headers, body } = await faultAnswer('origin-refused', page, facts)
    const policy = headers['content-security-policy']
    for (const [tag, directive] of [
      ['style', 'style-src'],
      ['script', 'script-src'],
    ]) {
      const inside = new RegExp(`<${tag}>([^]*)</${tag}>`).exec(String(body))?.[1] ?? ''
      const hash = createHash('sha256').update(inside).digest('base64')
      expect(policy).toContain(`${directive} 'sha256-${hash}'`)
    }
    expect(policy).not.toContain('unsafe')
    expect(String(body)).not.toMatch(/ (style|on\w+)="/)
  })

  test.for(Object.keys(faults).filter(isFaultId))('%s fits into the first packets of a connection', async (fault) => {
    const { body } = await faultAnswer(fault, page, facts)
    expect(brotliCompressSync(Buffer.from(String(body))).length).toBeLessThan(14_000)
  })

  test('a browser without scripts loads it again, more seldom, and says so', async () => {
    const body = String((await faultAnswer('origin-refused', page, facts)).body)
    expect(body).toContain('<noscript><meta http-equiv="refresh" content="12"></noscript>')
    expect(body).toMatch(/This page loads\s+itself again in 12 s\./)
  })

  test('it tells of the incident that the status page has open, and programs its id', async () => {
    const told = {
      id: '2gztsrksff0v',
      title: 'The <server> is away',
      says: ['8 in 10 end 10 min to 5 h after they start.'],
    }
    const incident = { ...told, asOf: facts.at - 600_000 }
    const body = String((await faultAnswer('origin-refused', page, { ...facts, incident })).body)
    expect(body).toContain('Yes: <a href="/status/i/2gztsrksff0v">The &#60;server&#62; is away</a>.')
    expect(body).toContain('8 in 10 end 10 min to 5 h after they start. This is 10 min old.')
    const document = await faultAnswer('origin-refused', asking('*/*'), { ...facts, incident })
    expect(problemSchema.parse(JSON.parse(String(document.body))).incident).toBe('2gztsrksff0v')
  })

  test('it says what was tried, how long such things lasted here, and folds away what the operator asks for', async () => {
    const evidence = { phase: 'connect', kind: 'refused', code: 'ECONNREFUSED', tookMs: 3, sizeBytes: 0 } as const
    const before = {
      by: 'this edge',
      of: 'this kind',
      since: facts.at - 7_200_000,
      asOf: facts.at,
      durationsMs: [40_000],
    } as const
    const more = { evidence: { ...evidence, tried: ['connect: read ECONNRESET'] }, before, lastedMs: 5000 }
    const body = String((await faultAnswer('origin-refused', page, { ...facts, ...more })).body)
    expect(body).toContain('The edge asked the server twice. It failed while opening a connection, after 3 ms.')
    expect(body).toContain('It lasted 40 s.')
    expect(body).toContain('This one has lasted 5 s so far.')
    const details = /<details>([^]*)<\/details>/.exec(body)?.[1] ?? ''
    for (const text of [
      'id-12345678',
      '2026-11-24 00:00:00 UTC',
      '/api/chats',
      'refused (ECONNREFUSED)',
      'Tried before',
    ]) {
      expect(details).toContain(text)
    }
  })

  test('there is one button, and it does the right next thing', async () => {
    const buttons = /class="button"[^>]*>[^<]*/g
    const waiting = String((await faultAnswer('origin-refused', page, facts)).body)
    expect(waiting.match(buttons)).toEqual(['class="button" id="again" href="">Try again now'])
    const lost = await faultAnswer('not-found', page, { ...facts, waitingFor: undefined, retryAfterMs: undefined })
    expect(String(lost.body).match(buttons)).toEqual(['class="button" href="/">To your stories'])
  })

  test('before Holdfast it leads on to the test of the way, and no other site has one', async () => {
    const link = '<a href="/check">'
    expect(String((await faultAnswer('origin-refused', page, facts)).body)).toContain(link)
    const astray = { ...facts, waitingFor: undefined, retryAfterMs: undefined }
    expect(String((await faultAnswer('not-found', page, astray)).body)).not.toContain(link)
    const elsewhere = { ...facts, surroundings: { isOwn: false, isBehindCdn: false } }
    expect(String((await faultAnswer('origin-refused', page, elsewhere)).body)).not.toContain('/check')
  })

  test('where waiting helps nothing, the page does not wait', async () => {
    const { headers, body } = await faultAnswer('wrong-host', page, {
      ...facts,
      waitingFor: undefined,
      retryAfterMs: undefined,
    })
    expect(String(body)).not.toMatch(/data-ready|http-equiv="refresh"/)
    expect(headers).not.toHaveProperty('retry-after')
  })
})
