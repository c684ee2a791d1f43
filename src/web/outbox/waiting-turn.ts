import * as z from 'zod/mini'
import { idSchema, turnSchema, type Turn } from '#protocol/chats.ts'
import { problemSchema, type Problem } from '#protocol/problem.ts'
import { sheetSchema, type Sheet } from '#protocol/sheet.ts'
import { placedMarkSchema, type PlacedMark } from '../drafts/words.ts'

/** A turn that the server has not accepted yet. */
export interface WaitingTurn {
  /** The turn's own: under it the server takes the turn once, however often it is sent. */
  readonly id: string
  readonly chatId: string
  readonly text: string
  readonly model?: string | undefined
  /** The box it was written in, and goes back to if it is refused or taken back. */
  readonly place: string
  /**
   * The edit that it was made of. While just this stands in its box, the box has not been cleared yet. That may be another
   * one than `place`: the blank page, on which a chat begins. Edits are counted in each box.
   */
  readonly madeOf?: PlacedMark | undefined
  /** Counts up within its chat. */
  readonly order: number
  /** A message written anew: it belongs to its place in the story, and waits in no other. */
  readonly isEdit: boolean
  readonly spot: Spot
  /** It was sent, and no answer came: the server may have it. From then on nothing about it changes. */
  readonly mayHaveArrived: boolean
  /** Why the server will not take it as it stands, and those behind it wait. */
  readonly refusal: Problem | null
  /** Grows with every change, so that of two copies the younger is known. */
  readonly revision: number
}

/** Where in the story a turn goes. It stays where it is when turns change places. */
export interface Spot {
  /** The message it follows; null, the beginning of the story. Left out: the reply to the turn before it. */
  readonly parentId?: string | null | undefined
  /** The chat is made together with its first turn. */
  readonly isNewChat: boolean
  /** What the new chat is about. */
  readonly sheet?: Sheet | undefined
  /** The reply it follows may still be being written: the turn goes when that is over, so that it answers all of it. */
  readonly isAfterReply: boolean
  /** Only a copy of the story was in sight, and the branch may have grown: the turn goes to where it ends by then. */
  readonly mayHaveGrown?: boolean | undefined
}

export const waitingTurnSchema: z.ZodMiniType<WaitingTurn> = z.object({
  id: idSchema,
  chatId: idSchema,
  text: z.string(),
  model: z.optional(z.string()),
  place: z.string(),
  madeOf: z.optional(placedMarkSchema),
  order: z.number(),
  isEdit: z.boolean(),
  spot: z.object({
    parentId: z.optional(z.nullable(idSchema)),
    isNewChat: z.boolean(),
    // What a later page allows there must not cost the turn.
    sheet: z.catch(z.optional(sheetSchema), undefined),
    isAfterReply: z.boolean(),
    mayHaveGrown: z.optional(z.boolean()),
  }),
  mayHaveArrived: z.boolean(),
  refusal: z.nullable(problemSchema),
  revision: z.number(),
})

/** How an older page kept a turn on the shelf: it sent each at once, so the server may have it. */
const olderTurnSchema: z.ZodMiniType<WaitingTurn> = z.pipe(
  z.object({ chatId: idSchema, isNewChat: z.boolean(), turn: turnSchema, draft: z.string() }),
  z.transform(({ chatId, isNewChat, turn, draft }) => ({
    id: turn.id,
    chatId,
    text: turn.text,
    ...(turn.model === undefined ? {} : { model: turn.model }),
    place: draft,
    order: 0,
    isEdit: false,
    spot: { parentId: turn.parentId, isNewChat, isAfterReply: false },
    mayHaveArrived: true,
    refusal: null,
    revision: 0,
  })),
)

/** A turn as it was kept; nothing where it cannot be read as one. */
export function readTurn(row: unknown): readonly WaitingTurn[] {
  const turn = waitingTurnSchema.safeParse(row)
  if (turn.success) return [turn.data]
  const older = olderTurnSchema.safeParse(row)
  return older.success ? [older.data] : []
}

/** The turn as it goes over the wire. */
export function turnOf({ id, text, model, spot: { parentId } }: WaitingTurn): Turn {
  return {
    id,
    text,
    ...(parentId === undefined ? {} : { parentId }),
    ...(model === undefined ? {} : { model }),
  }
}
