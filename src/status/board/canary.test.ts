import { expect, test } from 'vitest'
import { watchedSite } from '../../../test/support/watched-site.ts'
import type { StatusTables } from '../store/tables.ts'
import { canaryOf } from './canary.ts'

const hourMs = 3_600_000

async function heard(more: Partial<StatusTables['canaries']>) {
  const { store, clock } = await watchedSite()
  const now = clock.now()
  const usual = { at: now, backend: 'attic', outcome: 'wrote', first_token_ms: 640, tokens_per_second: 31.2 } as const
  const rows = [
    { ...usual, at: now - 2 * hourMs, tokens_per_second: 9 },
    { ...usual, ...more },
  ]
  for (const row of rows) store.write(() => store.run(store.db.insertInto('canaries').values(row)))
  return (afterMs = 0) => canaryOf(store, now + afterMs).canary
}

test('the last canary tells how fast it wrote, for a day and an hour', async () => {
  const of = await heard({})
  expect(of()).toMatchObject({ backend: 'attic', firstTokenMs: 640, tokensPerSecond: 31.2 })
  expect(of(25 * hourMs)).toBeDefined()
  expect(of(25 * hourMs + 1)).toBe(undefined)
})

test('one that wrote nothing leaves nothing that an earlier one said', async () => {
  expect((await heard({ outcome: 'failed', first_token_ms: null, tokens_per_second: null }))()).toBe(undefined)
})

test('a name has its bound, and one token alone has no pace', async () => {
  const of = await heard({ backend: 'x'.repeat(5000), tokens_per_second: null })
  expect(of()).toMatchObject({ backend: 'x'.repeat(100), tokensPerSecond: null })
})
