import type { Piece, WriteRequest } from '../port.ts'
import { attemptAfter, firstAttempt, tokensLeft, type Attempt, type Remote } from './attempt.ts'
import { begin } from './begin.ts'
import { lastPiece } from './finish.ts'
import { Pieces, told, type Source } from './pieces.ts'

/** Writes a reply, or goes on with one in the ways of this back end until one works. */
export function write(remote: Remote, request: WriteRequest): AsyncIterable<Piece> {
  return new Pieces(answers(remote, request))
}

async function* answers(remote: Remote, request: WriteRequest): AsyncGenerator<Source, void> {
  let attempt: Attempt | undefined = firstAttempt(remote, request)
  const left = tokensLeft(remote, request)
  if (left !== undefined && left <= 0) {
    const usage = { promptTokens: null, completionTokens: request.tokens }
    yield told({ kind: 'began', way: attempt.way }, { kind: 'end', finish: 'length', usage })
    return
  }
  while (attempt !== undefined) {
    const answer = await begin(remote, attempt)
    try {
      yield answer
    } finally {
      answer.close()
    }
    const result = answer.result()
    const last = await lastPiece(result, remote, attempt)
    if (last !== undefined && !request.signal.aborted) yield told(last)
    attempt = attemptAfter(result, attempt, remote)
  }
}
