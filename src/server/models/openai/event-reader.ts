import { createParser } from 'eventsource-parser'

/** What has come of a stream of server-sent events. */
export type Read =
  | { readonly kind: 'data'; readonly text: string }
  /** A line that is no event: an error that Ollama sends bare, or something that is no event stream at all. */
  | { readonly kind: 'stray'; readonly line: string }
  /** Bytes that are no UTF-8 were replaced by U+FFFD. */
  | { readonly kind: 'replaced' }
  | { readonly kind: 'too-long' }

export interface EventReader {
  readonly take: (chunk: Buffer) => readonly Read[]
  /** What is left when the stream has ended: some servers leave out the last blank line. */
  readonly end: () => readonly Read[]
}

/** Reads the data of server-sent events from bytes. After `too-long` it must not be used any more. */
export function eventReader(lineLimit: number): EventReader {
  let reads: Read[] = []
  const decoder = new TextDecoder()
  let last: Buffer = Buffer.alloc(0)
  let lineBytes = 0
  const parser = createParser({
    maxBufferSize: lineLimit,
    onEvent: ({ data }) => reads.push({ kind: 'data', text: data }),
    onError(error) {
      if (error.type === 'max-buffer-size-exceeded') reads.push({ kind: 'too-long' })
      else if (error.type === 'unknown-field') reads.push({ kind: 'stray', line: error.line ?? '' })
    },
  })

  function feed(text: string): readonly Read[] {
    parser.feed(text)
    const taken = reads
    reads = []
    return taken
  }

  // The parser forgets a line that cannot become a field, and so would read one without an end for ever.
  function isTooLong(chunk: Buffer): boolean {
    const newline = chunk.lastIndexOf(newlineByte)
    lineBytes = newline < 0 ? lineBytes + chunk.length : chunk.length - newline - 1
    return lineBytes > lineLimit
  }

  return {
    take(chunk) {
      if (isTooLong(chunk)) return [{ kind: 'too-long' }]
      // Between two ends of characters nothing needs to be remembered, and the decoder costs twice as much.
      const text = endsWhole(last) && endsWhole(chunk) ? chunk.toString() : decoder.decode(chunk, { stream: true })
      if (text.includes(replacement) && hasReplaced(text, Buffer.concat([last.subarray(-2), chunk]))) {
        reads.push({ kind: 'replaced' })
      }
      last = chunk.length > 1 ? chunk : Buffer.concat([last.subarray(-1), chunk])
      return feed(text)
    },
    end: () => feed(`${decoder.decode()}\n\n`),
  }
}

/** Whether the last byte is a character of its own. */
function endsWhole(chunk: Buffer): boolean {
  return (chunk.at(-1) ?? 0xff) < 0x80
}

const newlineByte = 10
const replacement = '\uFFFD'
const replacementBytes = Buffer.from(replacement)

/** A model may write U+FFFD itself: only more of them in the text than in the bytes stand for something unreadable. */
function hasReplaced(text: string, bytes: Buffer): boolean {
  let written = 0
  for (let at = 0; (at = bytes.indexOf(replacementBytes, at)) >= 0; at += replacementBytes.length) written++
  return text.split(replacement).length - 1 > written
}
