import { fail, ok } from '#shared/outcome.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { PromptMessage } from '../port.ts'

export interface FitOptions<Token> {
  /** The messages as the model reads them. Costs about a millisecond a message, so it is not asked often. */
  readonly tokensOf: (messages: readonly PromptMessage[]) => readonly Token[]
  /** How many tokens a text has without anything around it. Cheap. */
  readonly lengthOf: (text: string) => number
  /** How many tokens may be read. */
  readonly room: number
  readonly longMessage: 'read-its-end' | 'refuse'
}

/**
 * The tokens of as much of the conversation as there is room for: the oldest turns are left out first, what the chat's
 * system message says never. It depends on nothing but its arguments, so that a reply gone on with reads what it read.
 */
export function fitPrompt<Token>(
  messages: readonly PromptMessage[],
  options: FitOptions<Token>,
): Outcome<readonly Token[], string> {
  const { tokensOf, room, longMessage } = options
  const system = messages.filter((message) => message.role === 'system')
  const turns = messages.filter((message) => message.role !== 'system')
  const last = turns.at(-1)
  if (last === undefined) return fail('there is no message to answer')

  let from = firstThatMayFit(turns, options)
  for (;;) {
    const tokens = tokensOf([...system, ...turns.slice(from)])
    const tooMany = tokens.length - room
    if (tooMany <= 0) return ok(tokens)
    if (from === turns.length - 1) break
    from = leaveOut(turns, from, { ...options, tooMany })
  }
  if (longMessage === 'read-its-end') return readEnd(system, last, options)
  const needed = tokensOf([...system, last]).length
  const what = system.length === 0 ? 'the last message alone is' : 'the sheet and the last message alone are'
  return fail(`${what} ${needed} tokens, and ${room} can be read`)
}

/** Counted from the end, so that a story of ten thousand messages costs no more than what is read of it. */
function firstThatMayFit<Token>(turns: readonly PromptMessage[], { lengthOf, room }: FitOptions<Token>): number {
  let length = 0
  let from = turns.length
  while (from > 0) {
    length += lengthOf(turns[from - 1]?.text ?? '')
    if (length > room) break
    from -= 1
  }
  return from === 0 ? 0 : nextBeginning(turns, from)
}

function leaveOut<Token>(
  turns: readonly PromptMessage[],
  from: number,
  { lengthOf, tooMany }: FitOptions<Token> & { readonly tooMany: number },
): number {
  let left = 0
  let at = from
  while (at < turns.length - 1 && left < tooMany) {
    left += lengthOf(turns[at]?.text ?? '')
    at += 1
  }
  return nextBeginning(turns, at)
}

/** What is read begins with something that a person wrote, or is the last message alone. */
function nextBeginning(turns: readonly PromptMessage[], from: number): number {
  const at = turns.findIndex((turn, index) => index >= from && turn.role === 'user')
  return at === -1 ? turns.length - 1 : at
}

/** The most of the last message's end for which there is room, found by halving. */
function readEnd<Token>(
  system: readonly PromptMessage[],
  { role, text }: PromptMessage,
  { tokensOf, room }: FitOptions<Token>,
): Outcome<readonly Token[], string> {
  const characters = [...text]
  const endOf = (length: number): readonly Token[] =>
    tokensOf([...system, { role, text: characters.slice(characters.length - length).join('') }])
  let [fits, tooLong] = [0, characters.length]
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2)
    if (endOf(middle).length <= room) fits = middle
    else tooLong = middle
  }
  const tokens = endOf(fits)
  return tokens.length <= room ? ok(tokens) : fail(`only ${room} tokens can be read, too few for any message`)
}
