import * as z from 'zod/mini'
import { ways } from '#protocol/events.ts'
import type { Way } from '#protocol/events.ts'
import type { PromptMessage, WrittenToken } from '../port.ts'

/** What the server and an engine's process say to each other: one object a message, orders one way, news the other. */

export interface Sampling {
  readonly temperature: number
  readonly topP: number
  readonly topK: number
  readonly minP: number
}

export interface OpenOrder {
  readonly t: 'open'
  readonly file: string
  /** What the file must hash to; null when nobody knows yet. */
  readonly sha256: string | null
}

export interface WriteOrder {
  readonly t: 'write'
  readonly job: number
  /** Of the whole reply: begun again, it has the same one. */
  readonly seed: number
  readonly messages: readonly PromptMessage[]
  readonly written: readonly WrittenToken[]
  /** Of the whole reply, what is written already included. */
  readonly maxTokens: number
  /** How much of the conversation is read at most; null for all that fits beside the reply. */
  readonly maxPromptTokens: number | null
  /** Whether of a last message that is too long the end is read, or the whole is refused. */
  readonly longMessage: 'read-its-end' | 'refuse'
  readonly sampling: Sampling
}

export interface StopOrder {
  readonly t: 'stop'
  readonly job: number
}

export type Order = OpenOrder | WriteOrder | StopOrder

export interface EngineFailure {
  readonly fault: 'engine-missing' | 'engine-died' | 'model-file-damaged' | 'model-file-unusable' | 'prompt-too-long'
  readonly because: string
}

/** A piece of a reply as an engine writes it: as in the port, but what the engine always knows is never left out. */
export type EnginePiece =
  | { readonly kind: 'began'; readonly way: Way | null }
  | { readonly kind: 'token'; readonly text: string; readonly ids: readonly number[] }
  | {
      readonly kind: 'end'
      readonly finish: 'stop' | 'length' | 'context-full'
      readonly usage: { readonly promptTokens: number; readonly completionTokens: number }
    }
  | { readonly kind: 'failed'; readonly failure: EngineFailure }

export interface Loaded {
  readonly t: 'loaded'
  readonly sha256: string
  /** How many replies it writes at once. */
  readonly sequences: number
  readonly contextTokens: number
  readonly weights: number
}

export type News =
  | Loaded
  | { readonly t: 'refused'; readonly failure: EngineFailure }
  | { readonly t: 'piece'; readonly job: number; readonly piece: EnginePiece }

const ids = z.array(z.number())

export const orderSchema: z.ZodMiniType<Order> = z.discriminatedUnion('t', [
  z.object({ t: z.literal('open'), file: z.string(), sha256: z.nullable(z.string()) }),
  z.object({
    t: z.literal('write'),
    job: z.number(),
    seed: z.number(),
    messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), text: z.string() })),
    written: z.array(z.object({ text: z.string(), ids: z.optional(ids) })),
    maxTokens: z.number(),
    maxPromptTokens: z.nullable(z.number()),
    longMessage: z.enum(['read-its-end', 'refuse']),
    sampling: z.object({ temperature: z.number(), topP: z.number(), topK: z.number(), minP: z.number() }),
  }),
  z.object({ t: z.literal('stop'), job: z.number() }),
])

const failureSchema = z.object({
  fault: z.enum(['engine-missing', 'engine-died', 'model-file-damaged', 'model-file-unusable', 'prompt-too-long']),
  because: z.string(),
})

const pieceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('began'), way: z.nullable(z.enum(ways)) }),
  z.object({ kind: z.literal('token'), text: z.string(), ids }),
  z.object({
    kind: z.literal('end'),
    finish: z.enum(['stop', 'length', 'context-full']),
    usage: z.object({ promptTokens: z.number(), completionTokens: z.number() }),
  }),
  z.object({ kind: z.literal('failed'), failure: failureSchema }),
])

export const newsSchema: z.ZodMiniType<News> = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('loaded'),
    sha256: z.string(),
    sequences: z.number(),
    contextTokens: z.number(),
    weights: z.number(),
  }),
  z.object({ t: z.literal('refused'), failure: failureSchema }),
  z.object({ t: z.literal('piece'), job: z.number(), piece: pieceSchema }),
])
