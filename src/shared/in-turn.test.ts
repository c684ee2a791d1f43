import { expect, test } from 'vitest'
import { inTurn } from './in-turn.ts'

test('work begins when the one before has ended, and each is answered with its own result', async () => {
  const run = inTurn()
  const first = Promise.withResolvers<string>()
  const begun: string[] = []
  const results = [run(() => (begun.push('first'), first.promise)), run(async () => (begun.push('second'), 'two'))]
  await Promise.resolve()
  expect(begun).toEqual(['first'])
  first.resolve('one')
  expect(await Promise.all(results)).toEqual(['one', 'two'])
  expect(begun).toEqual(['first', 'second'])
})

test('a failure is told to who asked, and the next one is done all the same', async () => {
  const run = inTurn()
  const broken = run(() => Promise.reject(new Error('broken')))
  const next = run(async () => 'done')
  await expect(broken).rejects.toThrow('broken')
  expect(await next).toBe('done')
})
