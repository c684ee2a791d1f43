import * as z from 'zod/mini'
import { hops } from './board.ts'

/** "I see it too", as a page or program sends it to `/reports` of the status process. All of it may be left out. */
export const reportSchema = z.object({
  /** What fails, as a hop on the way to the words; `server` where nothing is said. */
  hop: z.optional(z.enum(hops)),
  /** The same as the id of a component of the board; it comes before the hop. */
  component: z.optional(z.string().check(z.regex(/^[a-z0-9]{12}$/))),
  /** What the edge gave with the fault that was met, by which it knows its own fault again. */
  receipt: z.optional(z.string().check(z.maxLength(300))),
})
export type Report = z.infer<typeof reportSchema>

/** What became of a report. */
export const reportAnswerSchema = z.object({
  component: z.nullable(z.string()),
  /** False: the same person has said so within a quarter of an hour, or far more reports come than can be counted. */
  isCounted: z.boolean(),
  /** The edge knows the fault that came with it, so that it counts as a measurement. */
  isConfirmed: z.boolean(),
  /** How many people have said so within the last hour. */
  people: z.number(),
  /** So many say it that it is hardly chance. */
  isReported: z.boolean(),
})
export type ReportAnswer = z.infer<typeof reportAnswerSchema>

/** What the edge answers of a receipt that it has given: which fault it met, in which request, and when. */
export const receiptSchema = z.object({ requestId: z.string(), fault: z.string(), at: z.number() })
export type Receipt = z.infer<typeof receiptSchema>

/** Where the edge says whether a receipt is its own, as `?of=`. */
export const receiptPath = '/__edge/receipt'
