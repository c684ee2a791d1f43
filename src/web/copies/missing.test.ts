import fc from 'fast-check'
import { expect, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { fail, ok } from '#shared/outcome.ts'
import type { Server } from '../api/server.ts'
import { missingFrom } from './missing.ts'
import { message } from './test-chat.ts'

/** Any tree: each message follows one that is older, or begins a branch. */
const trees = fc.array(fc.nat(), { maxLength: 40 }).map((choices) => {
  const tree = new Map<string, string | null>()
  for (const [n, choice] of choices.entries())
    tree.set(`m${n}`, n === 0 || choice % (n + 1) === n ? null : `m${choice % n}`)
  return tree
})

/** A server that has what was there before a moment. Of a tree it has the older part, whole. */
function serverWith(known: ReadonlySet<string>): Pick<Server, 'messages'> & { asked: number } {
  const server = {
    asked: 0,
    messages: async (_: string, { branch = '' }: { branch?: string } = {}) => {
      server.asked += 1
      return known.has(branch) ? ok({ messages: [message(0)], before: null }) : fail(problem('unknown-message'))
    },
  }
  return server
}

test('whatever the tree and the moment, exactly what the server does not have is found', async () => {
  await fc.assert(
    fc.asyncProperty(trees, fc.nat({ max: 40 }), async (tree, moment) => {
      const known = new Set([...tree.keys()].slice(0, moment))
      const missing = await missingFrom(serverWith(known), 'chat', tree)
      expect(missing).toMatchObject({
        ok: true,
        value: { missing: new Set([...tree.keys()].filter((id) => !known.has(id))) },
      })
    }),
  )
})

test('a long story of which nothing is missing is asked for once, and one that lost its end a few times', async () => {
  const tree = new Map(Array.from({ length: 10_000 }, (_, n) => [`m${n}`, n === 0 ? null : `m${n - 1}`]))
  const whole = serverWith(new Set(tree.keys()))
  await missingFrom(whole, 'chat', tree)
  expect(whole.asked).toBe(1)
  const shorter = serverWith(new Set([...tree.keys()].slice(0, 9_986)))
  const missing = await missingFrom(shorter, 'chat', tree)
  expect(missing.ok && missing.value.missing.size).toBe(14)
  expect(shorter.asked).toBeLessThan(20)
})

test('a server that cannot be asked has lost nothing', async () => {
  const away = { messages: async () => fail(problem('origin-refused')) }
  expect(await missingFrom(away, 'chat', new Map([['m0', null]]))).toMatchObject({ ok: false })
})
