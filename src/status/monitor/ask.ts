import { request as plainly, type RequestOptions } from 'node:http'
import { request as overTls } from 'node:https'
import type { LookupFunction } from 'node:net'
import { errnoOf } from '#shared/errno.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Clock } from '#shared/clock.ts'

export interface Answered {
  readonly status: number
  readonly body: string
  readonly tookMs: number
}

/** Why there was no answer: the system's code where it has one, and a sentence's end. */
export interface Unanswered {
  readonly code: string
  readonly because: string
}

export interface AskOptions {
  readonly method?: 'GET' | 'POST'
  readonly patienceMs: number
  /** Where to go in the place of what the name resolves to. */
  readonly address?: string | undefined
}

const mostBytes = 2_000_000

export type Ask = (url: URL, options: AskOptions) => Promise<Outcome<Answered, Unanswered>>

/** Asks by a connection of its own, as a visitor who comes for the first time does: a kept one proves nothing new. */
export function asker(clock: Clock): Ask {
  return (url, options) =>
    new Promise((resolve) => {
      const from = clock.now()
      const request = url.protocol === 'https:' ? overTls : plainly
      const asking = request(url, requestOptions(options))
      const failed = (because: string, code: string): void => {
        cancel()
        resolve(fail({ code, because: `${url.host}: ${because}` }))
        asking.destroy()
      }
      const { patienceMs } = options
      const cancel = clock.after(patienceMs, () => failed(`no answer within ${patienceMs} ms`, 'ETIMEDOUT'))
      const broke = (error: Error): void => failed(error.message, errnoOf(error) ?? 'UNKNOWN')
      asking.on('error', broke)
      asking.on('response', (answer) => {
        let body = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => {
          body += part
          if (body.length > mostBytes) failed('the answer has no end', 'TOO_LARGE')
        })
        answer.on('error', broke)
        answer.on('end', () => {
          cancel()
          resolve(ok({ status: answer.statusCode ?? 0, body, tookMs: Math.max(0, clock.now() - from) }))
        })
      })
      asking.end()
    })
}

function requestOptions({ method = 'GET', address }: AskOptions): RequestOptions {
  const headers = { accept: 'application/json', 'user-agent': 'holdfast-status' }
  return { method, headers, agent: false, ...(address === undefined ? {} : { lookup: always(address) }) }
}

function always(address: string): LookupFunction {
  const family = address.includes(':') ? 6 : 4
  return (_, options, answer) => {
    if (options.all === true) answer(null, [{ address, family }])
    else answer(null, address, family)
  }
}
