import { createParser } from 'eventsource-parser'
import { acceptedSchema, chatSchema, type Accepted } from '../../src/protocol/chats.ts'
import { replyEventSchema, textOf, type DoneEvent, type ReplyEvent } from '../../src/protocol/events.ts'

/** A person with a program instead of a browser: sends turns, reads replies, comes back whenever the connection breaks. */
export interface Writer {
  readonly newChat: () => Promise<string>
  /** Sends a turn under one id until it is accepted. */
  readonly send: (chatId: string, text: string) => Promise<Accepted>
  /** Follows a reply to its end, from wherever it was before each time the connection broke. */
  readonly follow: (stream: string, onToken?: (at: number) => void) => Promise<Followed>
  /** The whole log, read once from its beginning. */
  readonly readWhole: (stream: string) => Promise<readonly ReplyEvent[]>
}

export interface Followed {
  /** What was shown, in the order it came. */
  readonly text: string
  readonly events: readonly ReplyEvent[]
  readonly done: DoneEvent
  /** How often the connection broke. */
  readonly breaks: number
  /** When each token event came, in milliseconds of `performance.now`. */
  readonly tokenTimes: readonly number[]
}

const pauseMs = 25

export function writerAt(address: string): Writer {
  return {
    async newChat() {
      const id = crypto.randomUUID()
      return chatSchema.parse(await postUntilAccepted(`${address}/api/chats`, { id })).id
    },
    async send(chatId, text) {
      const turn = { id: crypto.randomUUID(), text }
      return acceptedSchema.parse(await postUntilAccepted(`${address}/api/chats/${chatId}/turns`, turn))
    },
    follow: (stream, onToken) => follow(`${address}${stream}`, onToken),
    async readWhole(stream) {
      const events: ReplyEvent[] = []
      for (let offset = '-1'; ;) {
        const response = await patiently(() => fetch(`${address}${stream}?offset=${offset}`))
        events.push(...(await eventsIn(response.text())))
        offset = response.headers.get('stream-next-offset') ?? offset
        if (response.headers.get('stream-up-to-date') === 'true') return events
      }
    },
  }
}

async function postUntilAccepted(url: string, body: object): Promise<unknown> {
  const request = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
  const response = await patiently(() => fetch(url, request))
  return response.json()
}

/** Tries until a server answers. A refusal that will not change is thrown. */
async function patiently(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    try {
      const response = await ask()
      if (response.ok) return response
      const words = await response.text()
      if (response.status < 500) throw new Refused(`${response.status}: ${words}`)
    } catch (error) {
      if (error instanceof Refused) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
}

class Refused extends Error {}

async function follow(url: string, onToken: (at: number) => void = () => undefined): Promise<Followed> {
  const events: ReplyEvent[] = []
  const tokenTimes: number[] = []
  let offset = '-1'
  let isClosed = false
  let breaks = -1
  while (!isClosed) {
    breaks++
    let unowned: ReplyEvent[] = []
    const parser = createParser({
      onEvent({ event, data }) {
        if (event === 'data') {
          unowned.push(...eventsOf(data))
        } else {
          // What came is owned with its control: only then can we come back without getting it twice.
          const control: unknown = JSON.parse(data)
          if (!isControl(control)) throw new Error(`no control: ${data}`)
          events.push(...unowned)
          for (const { t } of unowned) if (t === 'token') tokenTimes.push(performance.now())
          if (unowned.some(({ t }) => t === 'token')) onToken(performance.now())
          unowned = []
          offset = control.streamNextOffset
          isClosed = control.streamClosed === true
        }
      },
    })
    try {
      const response = await patiently(() => fetch(`${url}?offset=${offset}&live=sse`))
      const decoder = new TextDecoder()
      for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk, { stream: true }))
    } catch (error) {
      if (error instanceof Refused) throw error
    }
  }
  const done = events.at(-1)
  if (done?.t !== 'done') throw new Error(`the log is closed without an end: ${JSON.stringify(done)}`)
  return { text: textOf(events), events, done, breaks, tokenTimes }
}

function eventsOf(data: string): ReplyEvent[] {
  const list: unknown = JSON.parse(data)
  if (!Array.isArray(list)) throw new Error(`no array: ${data}`)
  return list.map((event) => replyEventSchema.parse(event))
}

async function eventsIn(text: Promise<string>): Promise<ReplyEvent[]> {
  return eventsOf(await text)
}

function isControl(value: unknown): value is { readonly streamNextOffset: string; readonly streamClosed?: boolean } {
  return typeof value === 'object' && value !== null && 'streamNextOffset' in value
}
