import type { Piece, WriteRequest } from '../port.ts'
import { attempt, type Remote } from './attempt.ts'
import { seamSieve, splitAtEnd, splitAtWord } from './seam/plan.ts'
import { open } from './seam/sieve.ts'

/** Writes a reply, or goes on with one. */
export function write(remote: Remote, request: WriteRequest): AsyncIterable<Piece> {
  const written = request.written.map(({ text }) => text).join('')
  if (written !== '') return goOn(remote, request, written)
  const split = { sent: '', held: '', isBare: false }
  return attempt(remote, { request, way: null, split, sieve: open, isLast: true })
}

/** Tries the ways of this back end, the most exact first, until one works. */
async function* goOn(remote: Remote, request: WriteRequest, written: string): AsyncGenerator<Piece, void, undefined> {
  const ways = remote.abilities.ways()
  let split = splitAtWord(written)
  for (let at = 0; at < ways.length;) {
    const way = ways[at] ?? 'asked'
    const sieve = seamSieve({ split, way, isDeclared: remote.abilities.isDeclared(way) })
    const result = yield* attempt(remote, { request, way, split, sieve, isLast: at === ways.length - 1 })
    if (result.kind === 'settled') return
    // The shown words stay, and are sent too: after that nothing can differ from them.
    if (result.kind === 'differs') split = splitAtEnd(written, result.isBare)
    else at++
    if (result.kind === 'withdrawn') remote.abilities.withdraw(way)
  }
}
