import { expect, test } from 'vitest'
import type { Piece } from '../port.ts'
import { Pieces, told, type Source } from './pieces.ts'

const token = (text: string): Piece => ({ kind: 'token', text })

async function* sources(given: readonly Source[], ended: () => void = () => undefined): AsyncGenerator<Source, void> {
  try {
    for (const source of given) yield source
  } finally {
    ended()
  }
}

async function read(pieces: Pieces): Promise<readonly Piece[]> {
  const all: Piece[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}

test('sources are told one after another, empty ones too', async () => {
  const given = [told(), told(token('a'), token('b')), told(), told(token('c'))]
  expect(await read(new Pieces(sources(given)))).toEqual([token('a'), token('b'), token('c')])
})

test('a reader is woken by what comes', async () => {
  let waken = (): void => undefined
  const came: (readonly Piece[] | 'the end')[] = []
  const source: Source = { take: () => came.shift() ?? 'nothing yet', onChange: (wake) => (waken = wake) }
  const reading = read(new Pieces(sources([source])))
  for (const next of [[], [token('a'), token('b')], [token('c')], 'the end'] as const) {
    await expect.poll(() => came.length).toBe(0)
    came.push(next)
    waken()
  }
  expect(await reading).toEqual([token('a'), token('b'), token('c')])
})

test('nothing is taken before it is asked for, and who stops reading ends the source', async () => {
  let taken = 0
  let isEnded = false
  const endless: Source = { take: () => [token(`${++taken}`)], onChange: () => undefined }
  const pieces = new Pieces(sources([endless], () => (isEnded = true)))
  expect(taken).toBe(0)
  for await (const piece of pieces) if (piece.kind === 'token' && piece.text === '3') break
  expect([taken, isEnded]).toEqual([3, true])
  expect(await pieces.next()).toEqual({ done: true, value: undefined })
})

test('what goes wrong in a source reaches the reader', async () => {
  const broken: Source = {
    take() {
      throw new Error('broken')
    },
    onChange: () => undefined,
  }
  await expect(new Pieces(sources([broken])).next()).rejects.toThrow('broken')
})
