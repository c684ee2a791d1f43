import type { SubscriptionKind } from '#protocol/subscription.ts'
import type { TicketMessage, TicketState } from '#protocol/ticket.ts'

/** What people told us, as it lies in status.db. Times are milliseconds since 1970 UTC, flags 0 or 1. */
export interface PeopleTables {
  report_slots: { component_id: string; at: number; people: number }
  report_hours: { component_id: string; at: number; people: number; is_calm: number }
  tickets: {
    id: string
    bundle_id: string
    /** SHA-256, in hex, of the key in the link. */
    key_hash: string
    state: TicketState
    created_at: number
    changed_at: number
    incident_id: string | null
    mail: string | null
    times: number
    about: string | null
    words: string
    /** A JSON list of ids. */
    faults: string
    /** JSON, as it came. */
    bundle: string
  }
  subscriptions: {
    id: string
    kind: SubscriptionKind
    target: string
    secret: string
    is_active: number
    until_back: number
    created_at: number
  }
  deliveries: {
    id: number | null
    subscription_id: string
    /** What it tells of. */
    key: string
    body: string
    attempts: number
    next_at: number
  }
  told: { subscription_id: string; key: string; at: number }
  attempts: { id: number | null; subscription_id: string; at: number; key: string; took_ms: number; outcome: string }
  ticket_messages: { id: number | null; ticket_id: string; at: number; by: TicketMessage['by']; body: string }
}
