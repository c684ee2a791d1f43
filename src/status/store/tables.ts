import type { ComponentState, Hop, Impact, IncidentPhase, MaintenanceState } from '#protocol/board.ts'
import type { Side } from '#protocol/fault.ts'
import type { PeopleTables } from './people-tables.ts'

/** The records, as they lie in status.db. Times are milliseconds since 1970 UTC, flags 0 or 1, lists JSON. */
export interface StatusTables extends PeopleTables {
  /** `page` is the id of the page, the same for ever. */
  meta: { key: string; value: string }
  components: {
    id: string
    /** What the monitor calls it: `edge`, `backend:NAME`. */
    key: string
    name: string
    description: string
    hop: Hop | null
    group: string | null
    position: number
    created_at: number
    /** When it was watched no more. */
    retired_at: number | null
  }
  states: { id: number | null; component_id: string; state: ComponentState; at: number; because: string | null }
  days: {
    component_id: string
    /** UTC, `2026-11-30`. */
    day: string
    degraded_ms: number
    partial_ms: number
    major_ms: number
    maintenance_ms: number
    unseen_ms: number
  }
  hours: {
    component_id: string
    /** Hours since 1970. */
    hour: number
    median_ms: number | null
  }
  canaries: {
    at: number
    backend: string
    outcome: 'wrote' | 'failed' | 'skipped'
    first_token_ms: number | null
    tokens_per_second: number | null
  }
  outages: {
    id: number | null
    hop: Hop
    started_at: number
    /** Null while it goes on. */
    recovered_at: number | null
    cause: string | null
    incident_id: string | null
  }
  incidents: {
    id: string
    number: number
    title: string
    phase: IncidentPhase
    impact: Impact
    side: Side | null
    cause: string | null
    cause_p: number | null
    fault: string | null
    /** A JSON list of sentences. */
    evidence: string
    safe: string
    started_at: number
    opened_at: number
    changed_at: number
    recovered_at: number | null
    resolved_at: number | null
    next_update_by: number | null
    missed_updates: number
    is_backfilled: number
    opened_by: 'holdfast' | 'operator'
    /** Our own probes have seen it fail, so that they can say when it recovered. */
    is_measured: number
    /** The incident that tells its story now. */
    merged_into: string | null
    /** Grows with every edit, so that of two that race the second is told. */
    version: number
  }
  maintenances: {
    id: string
    number: number
    title: string
    state: MaintenanceState
    created_at: number
    changed_at: number
    from_at: number
    until_at: number
    version: number
  }
  affected: { of_id: string; component_id: string }
  /** Whose probe the operator holds for wrong, said when which incident was closed. */
  distrusted: { component_id: string; incident_id: string; at: number; because: string }
  updates: {
    id: string
    of_id: string
    phase: IncidentPhase | MaintenanceState
    body: string
    at: number
    by: 'holdfast' | 'operator'
    /** A JSON list of `{componentId, from, to}`. */
    changes: string
  }
  corrections: { id: number | null; update_id: string; body: string; until: number }
  forecasts: {
    id: number | null
    incident_id: string
    at: number
    elapsed_min: number
    q10: number
    q50: number
    q90: number
    p30: number
    n: number
    model: string
    /** A JSON list of sentences. */
    says: string
    /** How long it lasted in the end; null until it was measured. */
    duration_min: number | null
  }
}
