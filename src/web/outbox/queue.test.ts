import { describe, expect, test } from 'vitest'
import { problem } from '#protocol/problem.ts'
import { accepted, append, canMove, moved, refused, rewritten, setOut, withdrawn, type Queue } from './queue.ts'
import { turn } from './test-tab.ts'
import { turnOf } from './waiting-turn.ts'

const head = { parentId: 'head', isNewChat: true, isAfterReply: false }

function queueOf(...words: readonly string[]): Queue {
  return words.reduce<Queue>((queue, text) => append(queue, turn(text, { id: text, spot: head }), 0), [])
}

function texts(queue: Queue): readonly string[] {
  return queue.map(({ text }) => text)
}

function parents(queue: Queue): readonly (string | null | undefined)[] {
  return queue.map(({ spot }) => spot.parentId)
}

describe('a line of waiting turns', () => {
  test('the first goes where the story ended, each other after the one before it', () => {
    expect(parents(queueOf('a', 'b', 'c'))).toEqual(['head', undefined, undefined])
    expect(queueOf('a', 'b').map(({ spot }) => spot.isNewChat)).toEqual([true, false])
  })

  test('when one was accepted, the next follows its reply', () => {
    expect(parents(accepted(queueOf('a', 'b', 'c'), 'a', 'reply'))).toEqual(['reply', undefined])
  })

  test('when the first is taken back, the next goes where it would have gone', () => {
    const queue = withdrawn(queueOf('a', 'b'), 'a')
    expect(queue.map(({ text, spot }) => [text, spot])).toEqual([['b', head]])
  })

  test('turns change places, and the spots in the story stay', () => {
    const queue = moved(queueOf('a', 'b', 'c'), 'a', 1)
    expect([texts(queue), parents(queue)]).toEqual([
      ['b', 'a', 'c'],
      ['head', undefined, undefined],
    ])
  })

  test('what cannot move does not: at the ends, and beside what may have arrived', () => {
    const queue = setOut(queueOf('a', 'b', 'c'), 'a', head)
    expect([canMove(queue, 'b', -1), canMove(queue, 'c', 1), canMove(queue, 'b', 1)]).toEqual([false, false, true])
    expect(texts(moved(queue, 'b', -1))).toEqual(['a', 'b', 'c'])
  })

  test('a message written anew keeps its place in the story, whatever goes before it', () => {
    const edit = turn('edit', { isEdit: true, spot: { parentId: 'above', isNewChat: false, isAfterReply: false } })
    const queue = append(append(queueOf('a'), edit, 0), turn('after it', { spot: head }), 0)
    expect(parents(accepted(queue, 'a', 'reply'))).toEqual(['above', undefined])
    expect(canMove(queue, edit.id, -1)).toBe(false)
    const [next] = withdrawn(accepted(queue, 'a', 'reply'), edit.id)
    expect(next?.spot, 'the end of the story, wherever that is').toEqual({ isNewChat: false, isAfterReply: true })
  })

  test('other words make a refused turn one that is tried again', () => {
    const queue = rewritten(refused(queueOf('a'), 'a', problem('body-too-large')), 'a', 'b')
    expect(queue).toMatchObject([{ text: 'b', refusal: null }])
  })

  test('a turn that was added when the others could not be read is still the younger one', () => {
    const unread = append([], turn('young', { spot: head }), 1_000)
    expect(unread[0]?.order).toBeGreaterThan(queueOf('a', 'b', 'c')[2]?.order ?? 0)
  })

  test('over the wire goes what is known, and nothing else', () => {
    expect(queueOf('a', 'b').map(turnOf)).toEqual([
      { id: 'a', text: 'a', parentId: 'head' },
      { id: 'b', text: 'b' },
    ])
  })
})
