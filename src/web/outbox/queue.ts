import type { Problem } from '#protocol/problem.ts'
import type { Spot, WaitingTurn } from './waiting-turn.ts'

/** The waiting turns of one chat, the next one first. Every change of it is a function from queue to queue. */
export type Queue = readonly WaitingTurn[]

export type NewTurn = Omit<WaitingTurn, 'order' | 'mayHaveArrived' | 'refusal' | 'revision'>

const afterTheOneBefore: Spot = { isNewChat: false, isAfterReply: true }

export function inOrder(turns: Iterable<WaitingTurn>): Queue {
  // Ids sort by time, should two tabs have counted the same.
  return [...turns].toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
}

/**
 * Puts a turn behind all others. It follows the last of them, unless it is a message written anew. The time is only there
 * for when the others cannot be read: then it still says that this one is younger.
 */
export function append(queue: Queue, turn: NewTurn, now: number): Queue {
  const last = queue.at(-1)
  const spot = last === undefined || turn.isEdit ? turn.spot : afterTheOneBefore
  const order = Math.max(now, (last?.order ?? 0) + 1)
  return [...queue, { ...turn, spot, order, mayHaveArrived: false, refusal: null, revision: 0 }]
}

/**
 * The server has it. What waits behind it follows its reply, or whatever has come behind that since: the answer may be a
 * repeated one, to a turn that went long ago.
 */
export function accepted(queue: Queue, id: string, replyId: string): Queue {
  return without(queue, id, behindReply(replyId))
}

/** Behind a reply to a turn that waited, or whatever has come behind that since. */
export function behindReply(replyId: string): Spot {
  return { ...afterTheOneBefore, parentId: replyId, mayHaveGrown: true }
}

/** Takes it out of the line. What waits behind it moves up to its spot. */
export function withdrawn(queue: Queue, id: string): Queue {
  const turn = queue.find((one) => one.id === id)
  if (turn === undefined || turn.mayHaveArrived) return queue
  // A message that is not written anew after all leaves no spot: the next goes where the story ends.
  return without(queue, id, turn.isEdit && queue[0] === turn ? afterTheOneBefore : turn.spot)
}

/** Gives it other words. A turn that was refused is tried again with them. */
export function rewritten(queue: Queue, id: string, text: string): Queue {
  return queue.map((turn) => (turn.id === id && !turn.mayHaveArrived ? { ...turn, text, refusal: null } : turn))
}

/** Lets it change places with its neighbour. The spots in the story stay, the words move. */
export function moved(queue: Queue, id: string, by: -1 | 1): Queue {
  const index = queue.findIndex((turn) => turn.id === id)
  const [turn, other] = [queue[index], queue[index + by]]
  if (turn === undefined || other === undefined || !canMove(queue, id, by)) return queue
  const putAt = (one: WaitingTurn, { order, spot }: WaitingTurn): WaitingTurn => ({
    ...one,
    order,
    spot,
    refusal: null,
  })
  return inOrder(
    queue.map((one) => {
      if (one === turn) return putAt(turn, other)
      return one === other ? putAt(other, turn) : one
    }),
  )
}

export function canMove(queue: Queue, id: string, by: -1 | 1): boolean {
  const index = queue.findIndex((turn) => turn.id === id)
  return [queue[index], queue[index + by]].every((turn) => turn !== undefined && !turn.isEdit && !turn.mayHaveArrived)
}

/** It is about to be sent to this spot: from here on the server may have it. */
export function setOut(queue: Queue, id: string, spot: Spot): Queue {
  return queue.map((turn) => (turn.id === id ? { ...turn, spot, mayHaveArrived: true } : turn))
}

/** It is known that it has not arrived. */
export function cameBack(queue: Queue, id: string): Queue {
  return queue.map((turn) => (turn.id === id ? { ...turn, mayHaveArrived: false } : turn))
}

/** The server refused it: it has not got it, and those behind it wait until it is changed or taken back. */
export function refused(queue: Queue, id: string, refusal: Problem): Queue {
  return queue.map((turn) => (turn.id === id ? { ...turn, mayHaveArrived: false, refusal } : turn))
}

function without(queue: Queue, id: string, spotOfNext: Spot): Queue {
  const index = queue.findIndex((turn) => turn.id === id)
  if (index < 0) return queue
  const next = queue[index + 1]
  return queue.flatMap((turn) => {
    if (turn.id === id) return []
    return turn === next && !next.isEdit ? [{ ...next, spot: spotOfNext }] : [turn]
  })
}
