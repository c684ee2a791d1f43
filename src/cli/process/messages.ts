import * as z from 'zod/mini'
import { isWhole } from '../config/load.ts'
import type { Settings } from '../config/settings.ts'

/** The processes of Holdfast, in the order in which they are shown. */
export const processNames = ['edge', 'server', 'status'] as const
export type ProcessName = (typeof processNames)[number]

/** What `holdfast up` says to a process that it started. */
export type Order = { readonly order: 'start'; readonly settings: Settings } | { readonly order: 'stop' }

/** What such a process answers. */
export type Word =
  | { readonly word: 'ready'; readonly address: string }
  /** It will not run with these settings; `why` is one sentence for the operator. */
  | { readonly word: 'refused'; readonly why: string }

const orderSchema: z.ZodMiniType<Order> = z.discriminatedUnion('order', [
  z.object({ order: z.literal('start'), settings: z.custom<Settings>(isSettings) }),
  z.object({ order: z.literal('stop') }),
])

const wordSchema: z.ZodMiniType<Word> = z.discriminatedUnion('word', [
  z.object({ word: z.literal('ready'), address: z.string() }),
  z.object({ word: z.literal('refused'), why: z.string() }),
])

function isSettings(value: unknown): boolean {
  return typeof value === 'object' && value !== null && isWhole(value)
}

export function parseOrder(message: unknown): Order {
  return orderSchema.parse(message)
}

export function parseWord(message: unknown): Word {
  return wordSchema.parse(message)
}
