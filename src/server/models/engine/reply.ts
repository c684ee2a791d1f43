import type { LlamaContextSequence, Token } from 'node-llama-cpp'
import type { Way } from '#protocol/events.ts'
import type { WrittenToken } from '../port.ts'
import { replayStart } from './chunks.ts'
import { draw } from './draw.ts'
import { fitPrompt } from './fit.ts'
import type { LoadedModel } from './llama.ts'
import type { EnginePiece, WriteOrder } from './messages.ts'
import { Speller } from './speller.ts'

/** One reply, on a sequence that nobody else uses. An abort ends it without an `end`. */
export interface Run {
  readonly loaded: LoadedModel
  readonly sequence: LlamaContextSequence
  readonly order: WriteOrder
  readonly signal: AbortSignal
}

/** Writes a reply, or what is missing of it. */
export async function* writeReply(run: Run): AsyncGenerator<EnginePiece, void, undefined> {
  const prompt = readPrompt(run)
  if (!prompt.ok) {
    yield { kind: 'failed', failure: { fault: 'prompt-too-long', because: prompt.error } }
    return
  }
  const start = await goOn(run, prompt.value)
  if (!run.signal.aborted) yield* tell(run, prompt.value.length, start)
}

function readPrompt({ loaded, order }: Run): ReturnType<typeof fitPrompt<Token>> {
  const { model, tokensOf, contextTokens } = loaded
  const lengthOf = (text: string): number => model.tokenize(text, false).length
  const besideReply = contextTokens - Math.min(order.maxTokens, Math.floor(contextTokens / 2))
  const room = Math.min(besideReply, order.maxPromptTokens ?? besideReply)
  return fitPrompt(order.messages, { tokensOf, lengthOf, room, longMessage: order.longMessage })
}

interface Start {
  readonly way: Way | null
  /** The tokens of what is written already. */
  readonly known: readonly Token[]
  /** The tokens that follow. */
  readonly drawn: AsyncGenerator<Token, void, undefined>
}

/**
 * By drawing again what was drawn last, and comparing, the reply is gone on with as if it had never stopped. Where that
 * does not hold, because another build or another processor counts a little differently, it goes on all the same and
 * says that it is not the same.
 */
async function goOn({ loaded, sequence, order, signal }: Run, prompt: readonly Token[]): Promise<Start> {
  const { seed, sampling, written } = order
  const drawAfter = (known: readonly Token[]): Start['drawn'] =>
    draw(sequence, {
      reading: loaded.reading,
      before: [...prompt, ...known],
      position: known.length,
      seed,
      sampling,
      signal,
    })

  if (written.length === 0) return { way: null, known: [], drawn: drawAfter([]) }
  const known = tokensWritten(loaded, written)
  if (known === null) {
    const read = loaded.model.tokenize(textOf(written), false, 'trimLeadingSpace')
    return { way: 'completion', known: read, drawn: drawAfter(read) }
  }
  const again = drawAfter(known.slice(0, replayStart(known.length)))
  if (await drawsTheSame(again, known.slice(replayStart(known.length)))) {
    return { way: loaded.reading.isExact ? 'same-tokens' : 'completion', known, drawn: again }
  }
  await again.return()
  return { way: 'completion', known, drawn: drawAfter(known) }
}

async function drawsTheSame(drawn: Start['drawn'], expected: readonly Token[]): Promise<boolean> {
  for (const token of expected) {
    const next = await drawn.next()
    if (next.done === true || next.value !== token) return false
  }
  return true
}

/** The tokens behind what is written, or null where another model wrote some of it: its ids mean something else here. */
function tokensWritten({ tokenOf, model }: LoadedModel, written: readonly WrittenToken[]): readonly Token[] | null {
  const ids = written.flatMap((part) => part.ids ?? [])
  const tokens = ids.map(tokenOf).filter((token) => token !== undefined)
  if (tokens.length < ids.length) return null
  const speller = new Speller<Token>((some) => model.detokenize(some))
  const pieces = [...tokens.map((token) => speller.add(token)), speller.end()]
  return pieces.map((piece) => piece?.text ?? '').join('') === textOf(written) ? tokens : null
}

function textOf(written: readonly WrittenToken[]): string {
  return written.map(({ text }) => text).join('')
}

async function* tell(
  { loaded, order, signal }: Run,
  promptTokens: number,
  { way, known, drawn }: Start,
): AsyncGenerator<EnginePiece, void, undefined> {
  // The engine would drop the beginning of a full context in silence, and go on.
  const limit = Math.min(order.maxTokens, loaded.contextTokens - promptTokens)
  const speller = spellerAfter(loaded, known)
  let count = known.length
  const untold: EnginePiece[] = [{ kind: 'began', way }]
  while (count < limit) {
    const next = await drawn.next()
    if (next.done === true) break
    count += 1
    const spelled = speller.add(next.value)
    if (spelled === null) continue
    yield* untold.splice(0)
    yield { kind: 'token', text: spelled.text, ids: [...spelled.tokens] }
  }
  await drawn.return()
  if (signal.aborted) return
  yield* untold
  const rest = speller.end()
  if (rest !== null) yield { kind: 'token', text: rest.text, ids: [...rest.tokens] }
  yield { kind: 'end', finish: finishOf(count, limit, order), usage: { promptTokens, completionTokens: count } }
}

function spellerAfter({ model }: LoadedModel, known: readonly Token[]): Speller<Token> {
  const speller = new Speller<Token>((some) => model.detokenize(some))
  for (const token of known) speller.add(token)
  speller.end()
  return speller
}

function finishOf(count: number, limit: number, { maxTokens }: WriteOrder): 'stop' | 'length' | 'context-full' {
  if (count < limit) return 'stop'
  return limit === maxTokens ? 'length' : 'context-full'
}
