import { describe, expect, test } from 'vitest'
import type { Message } from '#protocol/chats.ts'
import { acceptTurn, branchName, mergePage, upTo } from './branch.ts'

const message = (id: string, parentId: string | null, text = id): Message => ({
  id,
  parentId,
  role: 'user',
  text,
  createdAt: 0,
  variants: [id],
  reply: null,
})
const branch = [message('a', null), message('b', 'a'), message('c', 'b')]
const ids = (messages: readonly Message[]): readonly string[] => messages.map(({ id }) => id)

describe('a branch', () => {
  test('it ends at the message that something follows', () => {
    expect(ids(upTo(branch, 'b'))).toEqual(['a', 'b'])
    expect(ids(upTo(branch, null))).toEqual([])
    expect(ids(upTo(branch, 'not here'))).toEqual(['a', 'b', 'c'])
  })

  test('an accepted turn stands where it was sent from, once however often its answer comes', () => {
    const turn = {
      parentId: 'b',
      text: 'x',
      accepted: { messageId: 'm', replyId: 'r', stream: '/v1/stream/r' },
      now: 1,
    }
    const grown = acceptTurn(branch, turn)
    expect(ids(grown)).toEqual(['a', 'b', 'm', 'r'])
    expect(grown.at(-1)).toMatchObject({ role: 'assistant', parentId: 'm', reply: { state: 'queued' } })
    expect(acceptTurn(grown, turn)).toBe(grown)
  })

  test('reading the newest stretch again keeps what was opened above it', () => {
    const merged = mergePage(branch, [message('b', 'a', 'changed'), message('d', 'b')])
    expect(ids(merged.messages)).toEqual(['a', 'b', 'd'])
    expect(merged).toMatchObject({ isWhole: false, messages: [{}, { text: 'changed' }, {}] })
  })

  test('what was not changed by reading it again is the very same message as before', () => {
    const { messages } = mergePage(branch, [message('b', 'a'), message('c', 'b', 'changed')])
    expect(messages[1]).toBe(branch[1])
    expect(messages[2]).not.toBe(branch[2])
  })

  test('a stretch that does not meet what is here replaces it', () => {
    expect(mergePage(branch, [message('z', null)])).toEqual({ messages: [message('z', null)], isWhole: true })
  })
})

describe('the name of a branch', () => {
  const forked = branch.map((one) => (one.id === 'b' ? { ...one, variants: ['x', 'b'] } : one))

  test('it is the last fork in it, and nothing in a story that never forked', () => {
    expect(branchName([], forked, null)).toBe('b')
    expect(branchName([], branch, null)).toBeNull()
  })

  test('it stays while the branch grows, also when the fork is no longer in sight', () => {
    const grown = [...branch, message('d', 'c')]
    expect(branchName(branch, grown, 'far above')).toBe('far above')
    expect(branchName([], grown, 'far above')).toBe('far above')
  })

  test('another branch has another name', () => {
    expect(branchName([...branch, message('d', 'c')], forked, 'd')).toBe('b')
  })
})
