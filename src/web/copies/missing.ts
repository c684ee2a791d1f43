import type { Message } from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Server } from '../api/server.ts'

/** Each message with the one that it follows. */
export type Tree = ReadonlyMap<string, string | null>

export interface Compared {
  readonly missing: ReadonlySet<string>
  /** The ends of branches on the server, as it has them. */
  readonly ends: readonly Message[]
}

/**
 * Asks the server which messages of a chat it no longer has. What follows a missing message is missing too, so that of a
 * branch only a few need to be asked for: most often its end alone, which is there.
 */
export async function missingFrom(
  server: Pick<Server, 'messages'>,
  chatId: string,
  tree: Tree,
): Promise<Outcome<Compared, Problem>> {
  const there = new Set<string>()
  const missing = new Set<string>()
  const ends: Message[] = []
  const ask = async (id: string): Promise<Outcome<boolean, Problem>> => {
    const found = await endBelow(server, chatId, id)
    if (found.ok && found.value !== null) ends.push(found.value)
    return found.ok ? ok(found.value !== null) : found
  }
  for (const end of endsOf(tree)) {
    const branch = unknownPart(tree, end, there)
    const known = await countThere(branch, ask)
    if (!known.ok) return known
    for (const id of branch.slice(0, known.value)) there.add(id)
    for (const id of branch.slice(known.value)) missing.add(id)
  }
  return ok({ missing, ends })
}

function endsOf(tree: Tree): readonly string[] {
  const parents = new Set(tree.values())
  return [...tree.keys()].filter((id) => !parents.has(id))
}

/** The branch down to its end, from below what is known to be there. */
function unknownPart(tree: Tree, end: string, there: ReadonlySet<string>): readonly string[] {
  const branch: string[] = []
  for (let id: string | null = end; id !== null && tree.has(id) && !there.has(id); id = tree.get(id) ?? null)
    branch.push(id)
  return branch.toReversed()
}

/** How many of the branch are there, from its beginning on. */
async function countThere(
  branch: readonly string[],
  isKnown: (id: string) => Promise<Outcome<boolean, Problem>>,
): Promise<Outcome<number, Problem>> {
  let from = 0
  let to = branch.length
  for (let at = to - 1; from < to; at = Math.floor((from + to) / 2)) {
    const known = await isKnown(branch[at] ?? '')
    if (!known.ok) return known
    if (known.value) from = at + 1
    else to = at
  }
  return ok(from)
}

/** The end of the branch of a message; null when the server does not have the message. */
async function endBelow(
  server: Pick<Server, 'messages'>,
  chatId: string,
  branch: string,
): Promise<Outcome<Message | null, Problem>> {
  const page = await server.messages(chatId, { branch, limit: 1 })
  if (page.ok) return ok(page.value.messages.at(-1) ?? null)
  const { fault } = page.error
  return fault === 'unknown-message' || fault === 'unknown-chat' ? ok(null) : fail(page.error)
}
