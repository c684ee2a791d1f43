import { afterEach, expect, test } from 'vitest'
import { workerPath } from '#protocol/shell-worker.ts'
import { ask } from '../../test/fixtures/ask.ts'
import { runningEdge, type EdgeUnderTest } from '../../test/fixtures/running-edge.ts'

let edge: EdgeUnderTest

afterEach(() => edge.stop())

test('a retired worker is answered with one that leaves, whether the page was built or not', async () => {
  edge = await runningEdge({ shellWorker: false })
  const answer = await ask(edge.address, workerPath)
  expect(answer.status).toBe(200)
  expect(answer.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  })
  expect(answer.body).toContain('registration.unregister()')
})

test('retiring the worker changes nothing else of the page', async () => {
  edge = await runningEdge({ shellWorker: false })
  expect((await ask(edge.address, '/')).status).toBe(503)
  expect((await ask(edge.address, '/theme.js')).status).toBe(404)
})

test('an edge that lets browsers keep the page has no worker of its own', async () => {
  edge = await runningEdge()
  expect((await ask(edge.address, workerPath)).status).toBe(404)
})
