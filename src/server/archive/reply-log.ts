import type { ArchiveReply, ArchiveSeam } from '#protocol/archive.ts'
import { replyEventSchema, type DoneEvent, type ReplyEvent } from '#protocol/events.ts'
import type { TokenLog } from '../tokenlog/port.ts'

/** What only the log of a reply knows. */
export interface LoggedReply extends Pick<ArchiveReply, 'finish' | 'usage' | 'seams'> {
  /** The last event, when there is one. */
  readonly done: DoneEvent | undefined
}

type LogReading = Pick<TokenLog, 'read'>

/** How a reply that is over was written. */
export async function howWritten(log: LogReading, replyId: string): Promise<LoggedReply> {
  const rare: string[] = []
  for await (const entry of entriesOf(log, replyId)) if (isRare(entry)) rare.push(entry)
  // Where a seam is can only be told by all the words before it; most replies have none.
  if (rare.some((entry) => !isDone(entry))) return (await wholeReply(log, replyId)).logged
  return loggedReply(rare.flatMap(eventIn))
}

/** All of a reply, read from its log. */
export async function wholeReply(
  log: LogReading,
  replyId: string,
): Promise<{ readonly text: string; readonly logged: LoggedReply }> {
  const events: ReplyEvent[] = []
  for await (const entry of entriesOf(log, replyId)) events.push(...eventIn(entry))
  return { text: textOf(events).toWellFormed(), logged: loggedReply(events) }
}

async function* entriesOf(log: LogReading, replyId: string): AsyncGenerator<string> {
  for (let from = 0; ;) {
    const result = await log.read(replyId, from, readAtOnce)
    if (result.kind !== 'read' || result.entries.length === 0) return
    for (const entry of result.entries) if (typeof entry === 'string') yield entry
    from = result.next
  }
}

const readAtOnce = { entries: 2_000, bytes: 1_000_000 }

// A quotation mark in the words of a story is escaped, so this is never found in them.
function isRare(entry: string): boolean {
  return isDone(entry) || entry.includes('"t":"seam"')
}

function isDone(entry: string): boolean {
  return entry.includes('"t":"done"')
}

/** The event, or none: a kind that a newer server writes carries no text (reply-log.md, rule 6). */
function eventIn(entry: string): readonly ReplyEvent[] {
  const event = replyEventSchema.safeParse(JSON.parse(entry))
  return event.success ? [event.data] : []
}

function loggedReply(events: readonly ReplyEvent[]): LoggedReply {
  const seams: ArchiveSeam[] = []
  let at = 0
  for (const event of events) {
    if (event.t === 'token') at += event.text.length
    if (event.t === 'seam') {
      const { from, to, why, way } = event
      seams.push({ at, from: from.toWellFormed(), to: to.toWellFormed(), why: why.toWellFormed(), way })
    }
  }
  const done = events.findLast((event) => event.t === 'done')
  const { promptTokens = null, completionTokens = 0 } = done?.usage ?? {}
  return { seams, done, finish: done?.finish ?? null, usage: { promptTokens, completionTokens } }
}

function textOf(events: readonly ReplyEvent[]): string {
  return events.map((event) => (event.t === 'token' ? event.text : '')).join('')
}

/** The log that a reply from an archive gets: the same words, seams and end. */
export function logOf(text: string, { state, seams, finish, usage, fault }: ArchiveReply): readonly string[] {
  const events: ReplyEvent[] = []
  const say = (from: number, to: number | undefined): void => {
    const words = text.slice(from, to)
    if (words !== '') events.push({ t: 'token', text: words })
  }
  let from = 0
  for (const { at, ...seam } of seams) {
    say(from, at)
    events.push({ t: 'seam', ...seam })
    from = at
  }
  say(from, undefined)
  if (state === 'done' || state === 'stopped' || state === 'failed') {
    events.push({ t: 'done', reason: state, ...(finish && { finish }), usage, ...(fault && { fault }) })
  }
  return events.map((event) => JSON.stringify(event))
}
