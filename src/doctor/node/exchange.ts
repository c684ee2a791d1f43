import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '#shared/clock.ts'
import type { Asked } from '../looking.ts'

export interface Answered {
  /** Undefined when no head came. */
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly firstByteMs: number | undefined
  readonly sizeBytes: number
  /** The first characters of the body. */
  readonly bodyStart: string
  /** Undefined when the answer came whole. */
  readonly failure: { readonly code: string; readonly message: string } | undefined
}

export interface ExchangeOptions {
  readonly clock: Clock
  readonly atMostMs: number
  readonly keepAlive?: boolean
}

/** More of a body than this is not needed to see that it comes. */
const enoughBytes = 300_000
/** What a CDN takes. Node's own 16 KB would find fault with heads that others pass on. */
const mostHeadBytes = 131_072

const tooLarge = { code: 'HPE_HEADER_OVERFLOW', message: 'the head of the answer is larger than 128 KB' }

/** One request over a connection that is there. The time is up when nothing came for so long. */
export function exchanged(socket: Socket, asked: Asked, options: ExchangeOptions): Promise<Answered> {
  const { clock, atMostMs, keepAlive = false } = options
  const from = clock.now()
  const before = socket.bytesRead
  return new Promise((resolve) => {
    let response: IncomingMessage | undefined
    let firstByteMs: number | undefined
    let bodyStart = ''
    let isOver = false
    const end = (failure: Answered['failure']): void => {
      if (isOver) return
      isOver = true
      cancel()
      const sizeBytes = Math.max(0, socket.bytesRead - before)
      if (!keepAlive || failure !== undefined) socket.destroy()
      const { statusCode: status, headers = {} } = response ?? {}
      resolve({ status, headers, firstByteMs, sizeBytes, bodyStart, failure })
    }
    const silent = (): void => end({ code: 'PROBE_READ_TIMEOUT', message: `nothing came for ${atMostMs} ms` })
    let cancel = clock.after(atMostMs, silent)
    const awake = (): void => {
      firstByteMs ??= clock.now() - from
      if (response === undefined && socket.bytesRead - before > mostHeadBytes) end(tooLarge)
      if (isOver) return
      cancel()
      cancel = clock.after(atMostMs, silent)
    }
    socket.on('data', awake)
    const ask = request({
      createConnection: () => socket,
      path: asked.path,
      headers: {
        host: asked.host,
        accept: '*/*',
        'user-agent': 'holdfast-doctor',
        connection: keepAlive ? 'keep-alive' : 'close',
      },
      maxHeaderSize: mostHeadBytes,
    })
    ask.on('response', (answer) => {
      if ((answer.statusCode ?? 0) < 100)
        return end({ code: 'NOT_HTTP', message: `its status is ${answer.statusCode}` })
      response = answer
      let taken = 0
      answer.on('data', (part: Buffer) => {
        taken += part.length
        if (bodyStart.length < 4000) bodyStart += part.toString('latin1')
        if (taken > enoughBytes) end(undefined)
      })
      answer.on('end', () => end(undefined))
      answer.on('error', (error) => end(failureOf(error, true)))
    })
    ask.on('upgrade', () => end({ code: 'NOT_HTTP', message: 'it changed the protocol unasked' }))
    ask.on('error', (error) => end(failureOf(error, response !== undefined)))
    ask.end()
  })
}

function failureOf(error: Error, hasBegun: boolean): { readonly code: string; readonly message: string } {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'UNKNOWN'
  const { message } = error
  if (hasBegun) return { code: code === 'ECONNRESET' ? 'EOF_MID_RESPONSE' : code, message }
  // Node gives an end in order the code of a reset.
  return message.startsWith('socket hang up') ? { code: 'EOF_EMPTY_REPLY', message } : { code, message }
}
