import { clip } from '#shared/text.ts'
import type { BackendFailure } from '../port.ts'
import { readChunk, type BackendUsage, type Chunk } from './chunk.ts'
import type { Read } from './event-reader.ts'
import { failureInStream, isHtml, withoutKey, type Wording } from './failure.ts'
import { wholeCharacters } from './whole-characters.ts'

/** What a back end says in one answer. The last is `finished` or `failed`. */
export type Said =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'garbled'; readonly because: string }
  | Finished
  | { readonly kind: 'failed'; readonly failure: BackendFailure }

export interface Finished {
  readonly kind: 'finished'
  readonly reason: string
  readonly usage: BackendUsage | null
}

/** Makes sense of one answer's events. */
export interface Ear {
  readonly hear: (read: Read) => Said | null
  /** The reason to finish has come: only numbers may follow. */
  readonly isFinished: () => boolean
  /** `[DONE]` has come: nothing may follow. */
  readonly isOver: () => boolean
  /** What is left to say when nothing more comes. */
  readonly close: () => readonly Said[]
}

export function openEar(wording: Wording): Ear {
  const characters = wholeCharacters()
  let finish: string | null = null
  let usage: BackendUsage | null = null
  let isOver = false
  let texts = 0
  let events = 0
  let stray: string | undefined

  function hear(read: Read): Said | null {
    switch (read.kind) {
      case 'data':
        return hearData(read.text)
      case 'stray':
        return hearStray(read.line)
      case 'replaced':
        return { kind: 'garbled', because: 'bytes that are not UTF-8' }
      case 'too-long':
        return failed('backend-flooded', 'a line of more than a million characters')
    }
  }

  function hearData(data: string): Said | null {
    events++
    if (data === '[DONE]') {
      isOver = true
      return null
    }
    const chunk = readChunk(data)
    if (chunk === undefined) return { kind: 'garbled', because: withoutKey(`unreadable: ${clip(data, 80)}`, wording) }
    return hearChunk(chunk)
  }

  function hearChunk(chunk: Chunk): Said | null {
    if (chunk.error !== undefined) return { kind: 'failed', failure: failureInStream(chunk.error, wording) }
    finish = chunk.finish ?? finish
    usage = chunk.usage ?? usage
    const text = chunk.text === '' ? '' : characters.take(chunk.text)
    if (text === '') return null
    texts++
    return { kind: 'text', text }
  }

  function hearStray(line: string): Said | null {
    const chunk = line.startsWith('{') ? readChunk(line) : undefined
    if (chunk?.error !== undefined) return hearChunk(chunk)
    stray ??= line
    return events === 0 && isHtml(line) ? failed('backend-not-a-model', 'a web page') : null
  }

  function close(): readonly Said[] {
    const half = characters.end()
    const ending = endOf()
    return half === ''
      ? [ending]
      : [{ kind: 'text', text: half }, { kind: 'garbled', because: 'half a character' }, ending]
  }

  function endOf(): Said {
    if (finish === 'content_filter') return failed('backend-declined', 'finish_reason content_filter')
    if (finish === 'error') return failed('backend-failed', 'finish_reason error')
    if (finish !== null) return { kind: 'finished', reason: finish, usage }
    if (events === 0 && stray !== undefined) {
      return failed('backend-not-a-model', withoutKey(`no events, but: ${clip(stray, 80)}`, wording))
    }
    if (texts === 0)
      return failed('backend-empty', isOver ? '[DONE] and nothing else' : 'the stream ended without an event')
    return failed('backend-cut', `${isOver ? '[DONE]' : 'the end'} without a finish_reason after ${texts} deltas`)
  }

  return { hear, isFinished: () => finish !== null, isOver: () => isOver, close }
}

function failed(fault: BackendFailure['fault'], because: string): Said {
  return { kind: 'failed', failure: { fault, because } }
}
