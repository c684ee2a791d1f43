import type { BoardComponent } from '#protocol/board.ts'
import type { Store } from '../store/store.ts'

// The rarest canary comes once a day; what is older says nothing of how fast it is now.
const shownForMs = 25 * 60 * 60_000
const mostLetters = 100

/** How fast the last canary wrote; nothing where it did not, or none was heard for a day. */
export function canaryOf({ db, first }: Store, now: number): Pick<BoardComponent, 'canary'> {
  const row = first(db.selectFrom('canaries').selectAll().orderBy('at', 'desc').limit(1))
  if (row === undefined || row.outcome !== 'wrote' || row.first_token_ms === null) return {}
  const { at, backend, first_token_ms: firstTokenMs, tokens_per_second: tokensPerSecond } = row
  if (now - at > shownForMs) return {}
  return { canary: { at, backend: backend.slice(0, mostLetters), firstTokenMs, tokensPerSecond } }
}
