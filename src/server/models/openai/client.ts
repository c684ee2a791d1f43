import type OpenAI from 'openai'
import type { IncomingMessage } from 'node:http'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { BackendFailure } from '../port.ts'
import { failureOf, type Wording } from './failure.ts'
import type { Transport } from './transport.ts'

/** A request that was not granted. */
export interface Refused {
  readonly failure: BackendFailure
  /** What the server said, to learn from. */
  readonly words: string
}

export interface Client {
  readonly post: (path: string, body: object, signal: AbortSignal) => Promise<Outcome<IncomingMessage, Refused>>
}

export interface ClientOptions {
  readonly baseURL: string
  readonly apiKey: string | undefined
  readonly transport: Transport
  readonly wording: Wording
}

/** The longest that a timer can be set to: waiting is the caller's business, by the signal. */
const neverMs = 2 ** 31 - 1

export function openClient(options: ClientOptions): Client {
  const { transport, wording } = options
  let sdk: Promise<OpenAI> | undefined
  return {
    async post(path, body, signal) {
      try {
        sdk ??= openSdk(options)
        const response = await (await sdk).post(path, { body, signal }).asResponse()
        const incoming = transport.bodyOf(response)
        if (incoming === undefined) throw new Error('the SDK did not ask through the transport')
        return ok(incoming)
      } catch (error) {
        return fail(refusedBy(error, wording))
      }
    },
  }
}

// Loaded when it is first needed: its modules take longer than all the rest of the server's start.
async function openSdk({ baseURL, apiKey, transport }: ClientOptions): Promise<OpenAI> {
  const { default: Sdk } = await import('openai')
  return new Sdk({
    baseURL,
    // Everything is named, or the SDK takes it from the environment and shows one provider's key to another.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    defaultHeaders: apiKey === undefined ? { Authorization: null } : {},
    maxRetries: 0,
    timeout: neverMs,
    logLevel: 'off',
    fetch: transport.fetch,
  })
}

function refusedBy(error: unknown, wording: Wording): Refused {
  return { failure: failureOf(error, wording), words: error instanceof Error ? error.message : '' }
}
