import type { Problem } from '#protocol/problem.ts'

/** What keeps an event stream alive, and no reader sees (WHATWG HTML §9.2.6: a line that begins with a colon). */
export const comment = ':\n\n'

/** A fault inside a stream whose head is long gone. Readers that do not know the event pass it over. */
export function faultEvent(problem: Problem): string {
  return `event: fault\ndata: ${JSON.stringify(problem)}\n\n`
}

/** Whether a body is an event stream into which something of our own may be put: nobody has compressed or counted it. */
export function isOpenEventStream(header: (name: string) => string | undefined): boolean {
  const type = header('content-type')?.split(';')[0]?.trim().toLowerCase()
  return (
    type === 'text/event-stream' && header('content-encoding') === undefined && header('content-length') === undefined
  )
}

/**
 * Whether an event has just ended, so that something may be put in here. Inside one, an empty line of ours would end it,
 * and half an event would look whole.
 */
export function isBetweenEvents(lastPart: Uint8Array | undefined): boolean {
  if (lastPart === undefined) return true
  const [a, b, c, d] = [lastPart.at(-4), lastPart.at(-3), lastPart.at(-2), lastPart.at(-1)]
  return (c === newline && d === newline) || (a === carriage && b === newline && c === carriage && d === newline)
}

const newline = 10
const carriage = 13
