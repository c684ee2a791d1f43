import type { ServerResponse } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { ask, nextPart, open } from '../../../test/fixtures/ask.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { closedPort } from '../../../test/fixtures/raw-server.ts'
import { edgeSettings, runningEdge, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'

const toClose: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close()
})

const metrics = { host: '127.0.0.1', port: 0 }
const headers = { host: 'localhost' }

async function meteredEdge(origin: string): Promise<EdgeUnderTest> {
  const edge = await runningEdge({ origin, metrics })
  toClose.push(edge.stop)
  return edge
}

async function figures({ metricsAddress = '' }: EdgeUnderTest): Promise<string> {
  return (await ask(metricsAddress, '/metrics')).body
}

test('requests are counted by what became of them, and faults by how far the way had come', async () => {
  const edge = await meteredEdge(`http://127.0.0.1:${await closedPort()}`)
  for (const method of ['GET', 'PROPFIND']) await ask(edge.address, '/api/chats', { headers, method })
  await expect
    .poll(() => figures(edge))
    .toContain('holdfast_edge_faults_total{fault="origin-refused",phase="connect",to="origin"} 2')
  const text = await figures(edge)
  for (const method of ['GET', '_OTHER']) {
    const labels = `http_request_method="${method}",http_route="api",ended="whole",http_response_status_code="521"`
    expect(text).toContain(`http_server_request_duration_seconds_count{${labels}} 1`)
  }
  expect(text).toContain('holdfast_edge_phase_duration_seconds_count{phase="connect",to="origin"}')
})

test('streams are counted while they are open, and the gate is shown as it stands', async () => {
  const asked: ServerResponse[] = []
  const site = await openHttpServer((_, response) => {
    asked.push(response)
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: one\n\n')
  })
  toClose.push(site.close)
  const edge = await meteredEdge(site.address)
  const answer = await open(edge.address, '/v1/stream/x', { headers })
  await nextPart(answer)
  const text = await figures(edge)
  expect(text).toContain('holdfast_edge_open_streams 1')
  expect(text).toContain('http_server_active_requests 1')
  expect(text).toContain('holdfast_edge_ramp_limit 16')
  expect(text).toContain('holdfast_edge_line_length 0')
  expect(text).toContain('holdfast_edge_breaker_open 0')
  answer.destroy()
  await expect.poll(() => figures(edge)).toContain('holdfast_edge_open_streams 0')
  expect(await figures(edge)).toContain('holdfast_edge_body_bytes_total{direction="out"} 11')
})

test('a breaker that is open is shown', async () => {
  const edge = await meteredEdge(`http://127.0.0.1:${await closedPort()}`)
  for (let i = 0; i < 3; i++) await ask(edge.address, '/api/chats', { headers })
  expect(await figures(edge)).toContain('holdfast_edge_breaker_open 1')
})

test('visitors do not come to them, and readers of them come to nothing else', async () => {
  const edge = await meteredEdge('http://127.0.0.1:9')
  expect((await ask(edge.address, '/metrics', { headers })).body).not.toContain('holdfast_edge')
  expect((await ask(edge.metricsAddress ?? '', '/')).status).toBe(404)
})

test('they stay where they are while the edge runs', async () => {
  const edge = await meteredEdge('http://127.0.0.1:9')
  expect(edge.reload(edgeSettings({ metrics: null }))).toMatchObject({ ok: false })
})
