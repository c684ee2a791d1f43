import * as z from 'zod/mini'
import { troubleKinds } from './bundle.ts'
import { idSchema } from './chats.ts'

/** How the way to help runs: a bundle becomes a ticket, and whoever has its link reads the answer there. */

/** Chosen on the person's device, so that the link is known before anybody has answered; the house keeps only its hash. */
const keySchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22,64}$/))
const incidentIdSchema = z.string().check(z.regex(/^[a-z0-9]{12}$/))

export const ticketRequestSchema = z.object({
  key: keySchema,
  /** As in `bundle.ts`, of whatever version: one that cannot be read here is shown as it came. */
  bundle: z.looseObject({ holdfast: z.literal('support-bundle'), version: z.int(), id: idSchema }),
  /** The incident that was shown meanwhile. */
  incident: z.optional(z.nullable(incidentIdSchema)),
  /** Where an answer may be sent, too. */
  mail: z.optional(z.string().check(z.maxLength(254), z.regex(/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/))),
})
export type TicketRequest = z.infer<typeof ticketRequestSchema>

/** The same bundle sent again, by whatever way, is the same ticket. */
export const ticketTakenSchema = z.object({
  ticket: z.string(),
  /** Where the ticket is read, from the address of the status page on, without its key. */
  path: z.string(),
  isNew: z.boolean(),
})
export type TicketTaken = z.infer<typeof ticketTakenSchema>

/** `open`: the operator is asked. `answered`: the person is. */
export const ticketStates = ['open', 'answered', 'closed'] as const
export type TicketState = (typeof ticketStates)[number]

export const ticketMessageSchema = z.object({ at: z.number(), by: z.enum(['person', 'operator']), body: z.string() })
export type TicketMessage = z.infer<typeof ticketMessageSchema>

/** A ticket as whoever has its link sees it. */
export const ticketSchema = z.object({
  id: z.string(),
  state: z.enum(ticketStates),
  createdAt: z.number(),
  changedAt: z.number(),
  incident: z.nullable(z.string()),
  /** The oldest first. */
  messages: z.array(ticketMessageSchema),
})
export type Ticket = z.infer<typeof ticketSchema>

/** The same in the operator's list. */
export const ticketHeadSchema = z.object({
  id: z.string(),
  state: z.enum(ticketStates),
  createdAt: z.number(),
  changedAt: z.number(),
  incident: z.nullable(z.string()),
  bundleId: z.string(),
  /** Null where the bundle is of a version that cannot be read here. */
  about: z.nullable(z.enum(troubleKinds)),
  /** The beginning of what they wrote. */
  words: z.string(),
  /** Ids of the faults that the bundle tells of. */
  faults: z.array(z.string()),
  /** How often the same bundle has come. */
  times: z.number(),
})
export type TicketHead = z.infer<typeof ticketHeadSchema>

/** Everything that is kept of a ticket, for the operator. */
export const wholeTicketSchema = z.extend(ticketHeadSchema, {
  mail: z.nullable(z.string()),
  bundle: z.unknown(),
  messages: z.array(ticketMessageSchema),
})
export type WholeTicket = z.infer<typeof wholeTicketSchema>
