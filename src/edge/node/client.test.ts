import { afterEach, expect, test } from 'vitest'
import { builtInRanges } from '../cloudflare-ranges.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { closedPort } from '../../../test/fixtures/raw-server.ts'
import { believing, runningEdge, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'
import { manualClock } from '../../../test/support/clock.ts'

const toClose: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

async function edgeBehind(proxies: string, origin: string): Promise<EdgeUnderTest> {
  const told = believing(proxies).proxies
  const list = { ...told.list, asOf: '2020-01-01' }
  const edge = await runningEdge({ isOwn: false, origin, proxies: { ...told, list } })
  toClose.push(edge.stop)
  return edge
}

async function echo(): Promise<string> {
  const server = await openHttpServer((asked, response) => void response.end(JSON.stringify(asked.headers)))
  toClose.push(server.close)
  return server.address
}

const claims = {
  'x-forwarded-for': '6.6.6.6, 198.51.100.7',
  'x-forwarded-proto': 'https',
  'cf-connecting-ip': '6.6.6.6',
  'cf-ray': '8f2c5e1b7a9d4e3c-FRA',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
}

test('the origin hears of the visitor whom a believed proxy names, and of nothing that the visitor made up', async () => {
  const edge = await edgeBehind('127.0.0.1', await echo())
  const heard: unknown = JSON.parse((await ask(edge.address, '/', { headers: claims })).body)
  expect(heard).toMatchObject({ 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https' })
  expect(heard).toMatchObject({ 'cf-ray': claims['cf-ray'], traceparent: claims.traceparent })
  expect(heard).not.toHaveProperty('cf-connecting-ip')
})

test('whoever is not believed is taken for who holds the connection, and the operator hears of it once', async () => {
  const edge = await edgeBehind('', await echo())
  for (let i = 0; i < 2; i++) {
    const heard: unknown = JSON.parse((await ask(edge.address, '/', { headers: claims })).body)
    expect(heard).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' })
  }
  expect(edge.log.lines.filter(({ event }) => event === 'forwarded header not believed')).toHaveLength(1)
})

test('a failure is logged with the visitor and with the numbers by which others log it', async () => {
  const edge = await edgeBehind('127.0.0.1', `http://127.0.0.1:${await closedPort()}`)
  const answer = await ask(edge.address, '/', { headers: claims })
  const requestId = answer.headers['x-request-id']
  const marks = { requestId, client: '198.51.100.7', ray: claims['cf-ray'], traceId: claims.traceparent.split('-')[1] }
  expect(edge.log.lines.find(({ event }) => event === 'upstream failed')?.fields).toMatchObject(marks)
})

test('ranges that are too old to be relied upon are complained about, where they are used', async () => {
  const isOld = ({ event }: { readonly event: string }): boolean => event === 'cloudflare ranges are old'
  const [behind, alone] = [
    await edgeBehind('cloudflare', 'http://127.0.0.1:9'),
    await edgeBehind('', 'http://127.0.0.1:9'),
  ]
  expect(behind.log.lines.find(isOld)?.fields).toMatchObject({ asOf: '2020-01-01' })
  expect(alone.log.lines.find(isOld)).toBeUndefined()
  const young = await runningEdge(believing('cloudflare'), manualClock(Date.parse(builtInRanges.asOf)))
  expect(young.log.lines.find(isOld)).toBeUndefined()
  await young.stop()
})
