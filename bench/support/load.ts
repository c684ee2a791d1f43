import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'

const agent = new Agent({ keepAlive: true })

/** A reply that is being read. */
export interface Reading {
  /** Resolves with the time of the first token, as `performance.now`. */
  readonly first: Promise<number>
  /** Resolves with the number of tokens when the stream has ended. */
  readonly tokens: Promise<number>
  /** The milliseconds between one arrival of tokens and the next. */
  readonly pauses: readonly number[]
  readonly leave: () => void
}

/** Asks an OpenAI-compatible server, directly or through a pipe. */
export async function askModel(address: string, text: string): Promise<Reading> {
  const body = { model: 'fake', stream: true, messages: [{ role: 'user', content: text }] }
  return reading(await send('POST', `${address}/v1/chat/completions`, body))
}

/** Sends a turn to Holdfast and reads the reply's log. */
export async function askHoldfast(address: string, chatId: string, text: string): Promise<Reading> {
  const turn = { id: crypto.randomUUID(), text }
  const { stream } = await json<{ readonly stream: string }>(
    await send('POST', `${address}/api/chats/${chatId}/turns`, turn),
  )
  return reading(await send('GET', `${address}${stream}?offset=-1&live=sse`))
}

/** Reads a stream that is simply there. */
export async function askPath(address: string, path: string): Promise<Reading> {
  const response = await send('GET', `${address}${path}`)
  // One that waits in line has no token to wait for.
  if (response.statusCode !== 200) throw new Error(`${address}${path} was answered with ${response.statusCode}`)
  return reading(response)
}

/** Asks for something small, and reads it. */
export async function askSmall(address: string, path: string): Promise<void> {
  const response = await send('GET', `${address}${path}`)
  response.resume()
  await once(response, 'end')
}

export async function newChat(address: string): Promise<string> {
  return (await json<{ readonly id: string }>(await send('POST', `${address}/api/chats`, {}))).id
}

function send(method: 'GET' | 'POST', url: string, body?: object): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, agent, headers: { 'Content-Type': 'application/json' } }, resolve)
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

async function json<T>(response: IncomingMessage): Promise<T> {
  let text = ''
  for await (const chunk of response) text += String(chunk)
  if (response.statusCode === undefined || response.statusCode >= 300)
    throw new Error(`${response.statusCode}: ${text}`)
  return JSON.parse(text) as T // oxlint-disable-line typescript/consistent-type-assertions -- our own server's answer
}

// The fake back end writes t0, t1, t2 …: whatever the framing, each stands in a JSON text.
const tokenPattern = /t\d+(?=[" ])/g

function reading(response: IncomingMessage): Reading {
  const first = Promise.withResolvers<number>()
  const pauses: number[] = []
  let lastAt = 0
  let count = 0
  const tokens = new Promise<number>((resolve) => {
    response.setEncoding('latin1')
    response.on('data', (chunk: string) => {
      const found = chunk.match(tokenPattern)?.length ?? 0
      if (found === 0) return
      const now = performance.now()
      if (count === 0) first.resolve(now)
      else pauses.push(now - lastAt)
      lastAt = now
      count += found
    })
    response.once('close', () => resolve(count))
  })
  return { first: first.promise, tokens, pauses, leave: () => response.destroy() }
}
