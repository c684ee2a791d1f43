import * as z from 'zod/mini'
import { idSchema, turnSchema, type Turn } from '#protocol/chats.ts'
import type { Shelf } from '../means.ts'

const prefix = 'holdfast:turn:'

/** A turn that the server has not accepted yet. */
export interface PendingTurn {
  readonly chatId: string
  /** The chat is made together with its first turn. */
  readonly isNewChat: boolean
  readonly turn: Turn
  /** The draft that it was written in, and goes back to if it is refused. */
  readonly draft: string
}

const pendingTurnSchema: z.ZodMiniType<PendingTurn> = z.object({
  chatId: idSchema,
  isNewChat: z.boolean(),
  turn: turnSchema,
  draft: z.string(),
})

/** False when the browser would not keep it; then it lives only as long as the page. */
export function keepTurn(shelf: Shelf, pending: PendingTurn): boolean {
  return shelf.put(prefix + pending.turn.id, JSON.stringify(pending))
}

export function forgetTurn(shelf: Shelf, { turn }: PendingTurn): void {
  shelf.remove(prefix + turn.id)
}

/** The turns that were not accepted when the page was last open, oldest first: their ids sort by time. */
export function keptTurns(shelf: Shelf): readonly PendingTurn[] {
  return [...shelf.keys(prefix)].toSorted().flatMap((key) => {
    const pending = pendingTurnSchema.safeParse(jsonOf(shelf.get(key) ?? ''))
    return pending.success ? [pending.data] : []
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
