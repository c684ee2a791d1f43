import { expect, test } from 'vitest'
import { ok } from '#shared/outcome.ts'
import { readinessOf, sharedReadiness } from './readiness.ts'

test('a thousand who wait share one question, and nobody hears an old answer', async () => {
  let now = 0
  let asked = 0
  const askReady = sharedReadiness(
    async () => {
      asked += 1
      return ok(null)
    },
    () => now,
  )
  await Promise.all(Array.from({ length: 1000 }, () => askReady('origin')))
  expect(asked).toBe(1)
  await askReady('status')
  expect(asked).toBe(2)
  now = 250
  await askReady('origin')
  expect(asked).toBe(3)
})

test.for([
  ['{"process":"server","version":"1","protocol":1,"state":"ready","upMs":1}', undefined],
  ['{"process":"server","version":"1","protocol":1,"state":"draining","upMs":1}', 'server-draining'],
  ['{"ok":true}', 'origin-broken'],
  ['<html>', 'origin-broken'],
  ['', 'origin-broken'],
] as const)('%s is %s', ([body, fault]) => {
  const readiness = readinessOf(body)
  expect(readiness.ok ? undefined : readiness.error.fault).toBe(fault)
})
