/** What people told us, as it lies in status.db. Times are milliseconds since 1970 UTC, flags 0 or 1. */
export interface PeopleTables {
  report_slots: { component_id: string; at: number; people: number }
  report_hours: { component_id: string; at: number; people: number; is_calm: number }
}
