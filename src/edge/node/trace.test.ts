import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { afterEach, expect, test } from 'vitest'
import { ask } from '../../../test/fixtures/ask.ts'
import { authority } from '../../../test/fixtures/certificates.ts'
import { closedPort } from '../../../test/fixtures/raw-server.ts'
import { believing, runningEdge, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'

const toClose: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

async function edgeWith(settings: Parameters<typeof runningEdge>[0]): Promise<EdgeUnderTest> {
  const edge = await runningEdge(settings)
  toClose.push(edge.stop)
  return edge
}

const asking = {
  host: 'localhost',
  'x-request-id': 'request-0001',
  'x-forwarded-for': '203.0.113.9',
  'cf-ray': '7f3c2d1e0a9b8c7d-FRA',
  cookie: 'session=a-secret',
  authorization: 'Bearer a-secret',
}

test('the trace says what the edge sees of whoever asks, what it does not believe, and no secret', async () => {
  const edge = await edgeWith({})
  const text = await ask(edge.address, '/edge/trace?key=a-secret', { headers: asking })
  expect(text.headers['content-type']).toBe('text/plain; charset=utf-8')
  const lines = text.body.split('\n')
  for (const line of ['requestId=request-0001', 'zone=UTC', 'address=127.0.0.1', 'scheme=http', 'tls=none', 'http=1.1'])
    expect(lines).toContain(line)
  expect(lines).toContain('colo=FRA')
  expect(lines).toContain('x-forwarded-for=203.0.113.9 (not believed)')
  expect(text.body).not.toContain('secret')
  const json = await ask(edge.address, '/edge/trace', { headers: { ...asking, accept: 'application/json' } })
  expect(JSON.parse(json.body)).toMatchObject({
    requestId: 'request-0001',
    time: expect.stringMatching(/^\d{4}-.*Z$/),
    ray: '7f3c2d1e0a9b8c7d-FRA',
    edge: 'test',
    notBelieved: { 'x-forwarded-for': '203.0.113.9' },
  })
})

test('what the edge believes is not among what it does not believe, and what only equals it is', async () => {
  const edge = await edgeWith(believing('127.0.0.1'))
  const claims = { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9' }
  const json = await ask(edge.address, '/edge/trace', { headers: { ...claims, accept: 'application/json' } })
  const { address, notBelieved } = JSON.parse(json.body)
  expect({ address, notBelieved }).toEqual({ address: '203.0.113.9', notBelieved: { 'x-real-ip': '203.0.113.9' } })
})

test('in front of another site it is in the corner that is the edge’s own, and knows TLS and HTTP/2', async () => {
  const its = authority({ name: 'Its' })
  const identity = its.certify({ name: 'localhost', names: ['localhost'], addresses: ['127.0.0.1'] })
  const edge = await edgeWith({ identity, isOwn: false })
  const session = connectHttp2(edge.address, { ca: its.certificate })
  toClose.push(() => session.destroy())
  const stream = session.request({ ':path': '/__edge/trace', accept: 'application/json' })
  let body = ''
  stream.on('data', (part: Buffer) => (body += part.toString()))
  await once(stream, 'end')
  expect(JSON.parse(body)).toMatchObject({ scheme: 'https', tls: 'TLSv1.3', http: '2.0', address: '127.0.0.1' })
})

test('the edge takes visitors also while nothing is behind it', async () => {
  const edge = await edgeWith({ origin: `http://127.0.0.1:${await closedPort()}` })
  const ready = await ask(edge.address, '/readyz', { headers: asking })
  expect(ready.status).toBe(200)
  expect(JSON.parse(ready.body)).toMatchObject({ process: 'edge', state: 'ready' })
})
