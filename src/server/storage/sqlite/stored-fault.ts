import { eventFaultSchema, type EventFault } from '#protocol/events.ts'

/** A fault as it lies in a job: JSON. */
export function storedFault(json: string): EventFault {
  return eventFaultSchema.parse(JSON.parse(json))
}
