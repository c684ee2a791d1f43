import type { EventFault } from '#protocol/events.ts'
import { faults } from '#protocol/faults.ts'
import type { BackendFailure } from '../models/port.ts'

/** Why a reply paused or ended, as its log and its record tell it. */
export function eventFault({ fault, because }: BackendFailure): EventFault {
  const { side, title, says, todo } = faults[fault]
  return { fault, side, title, detail: `${says} ${todo}`, because }
}
